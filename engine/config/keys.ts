// The only list of configuration keys: types, defaults, help and environment variables. To add a key, add it here:
// the parameters of the *-AzConfig cmdlets, their help and pages, the environment variable and the checks follow.
// Names, types and defaults of the first part are Az.Accounts'.
import type { ConfigVariable, ConfigKey } from './config-key.ts';
import { sameText } from '../text/same-text.ts';

export const configKeys = [
  {
    key: 'CheckForUpgrade',
    type: 'bool',
    default: true,
    help: 'Whether Az modules tell that a newer version is there. Az.LoginTs itself does not look for one.',
    variables: [{ name: 'AZUREPS_CHECK_FOR_UPGRADE' }],
  },
  {
    key: 'DefaultSubscriptionForLogin',
    completer: 'subscription',
    type: 'string',
    default: '',
    help: 'The name or ID of the subscription to work in after a sign-in that names none.',
  },
  {
    key: 'DisableInstanceDiscovery',
    type: 'bool',
    default: false,
    help: 'Whether the authority of an environment is trusted without asking the public cloud about it, for clouds without a way there. Az.LoginTs asks only where the host has a name of Microsoft that it does not know.',
    notice: {
      text: 'The authority of an environment is not validated any more. Sign in only to environments whose authority you trust.',
      when: true,
    },
  },
  {
    key: 'DisplayBreakingChangeWarning',
    type: 'bool',
    default: true,
    help: 'Whether Az modules warn of changes to come in their cmdlets. Az.LoginTs itself has no such warnings.',
    appliesTo: ['Az', 'module', 'cmdlet'],
    variables: [{ name: 'SuppressAzurePowerShellBreakingChangeWarnings', meaning: 'inverted' }],
  },
  {
    key: 'DisplayRegionIdentified',
    type: 'bool',
    default: true,
    help: 'Whether Az modules recommend a region. Az.LoginTs itself recommends none.',
  },
  {
    key: 'DisplaySecretsWarning',
    type: 'bool',
    default: true,
    help: 'Whether other Az modules warn that an output holds secrets. Az.LoginTs gives one in clear text only with -AsPlainText.',
    variables: [{ name: 'AZURE_CLIENTS_SHOW_SECRETS_WARNING' }],
  },
  {
    key: 'DisplaySurveyMessage',
    type: 'bool',
    default: true,
    help: 'Whether Az modules offer surveys. Az.LoginTs itself offers none.',
    variables: [
      { name: 'AzSurveyMessage', meaning: 'offOnly' },
      { name: 'Azure_PS_Intercept_Survey', meaning: 'offOnly' },
    ],
  },
  {
    key: 'EnableDataCollection',
    type: 'bool',
    default: true,
    help: 'Whether other Az modules send usage data. Az.LoginTs itself sends none, whatever this says.',
    variables: [{ name: 'Azure_PS_Data_Collection' }],
  },
  {
    key: 'EnableErrorRecordsPersistence',
    type: 'bool',
    default: false,
    help: 'Whether Az modules keep their error records in files. Az.LoginTs itself keeps none.',
  },
  {
    key: 'EnableLoginByWam',
    type: 'bool',
    default: false,
    help: 'Signs in with the broker of the system where it has one, else with the browser.',
    notice: {
      text: 'Accounts that are signed in stay as they are. The next Connect-AzAccount follows this.',
    },
  },
  {
    key: 'EnablePolicyToken',
    type: 'bool',
    default: false,
    help: 'Whether other Az modules send a change-safety token of Azure Policy with what they write, where -AcquirePolicyToken or -ChangeReference asks for one. Az.LoginTs itself sends none.',
  },
  {
    key: 'LoginExperienceV2',
    type: 'string',
    default: 'On',
    help: 'On asks which subscription to work in when there are several; Off takes the first.',
    accepted: ['On', 'Off'],
  },

  // Our own keys.
  {
    key: 'DisablePlaintextTokenCache',
    type: 'bool',
    default: false,
    help: 'Refuses to keep tokens in a plain file where the system has no encrypted store.',
  },
  {
    key: 'LoginTimeoutSeconds',
    type: 'int',
    default: 300,
    help: 'How many seconds a sign-in waits for the browser.',
    min: 1,
  },
  {
    key: 'DisplayDeviceCodeQR',
    type: 'bool',
    default: true,
    help: 'Whether a sign-in with a device code shows the address as a QR code too, where the terminal can.',
  },
  {
    key: 'DiscoveryConcurrency',
    type: 'int',
    default: 32,
    help: 'How many tenants are asked for their subscriptions at the same time.',
    min: 1,
    max: 64,
  },
  {
    key: 'Proxy',
    type: 'proxy',
    default: '',
    help: 'The proxy through which Entra ID and Azure are reached, as http://host:port. Empty for none.',
    variables: [
      { name: 'https_proxy' },
      { name: 'HTTPS_PROXY' },
      { name: 'all_proxy' },
      { name: 'ALL_PROXY' },
    ],
  },
  {
    key: 'NoProxy',
    type: 'string',
    default: '',
    help: 'The hosts that are reached without the proxy, with commas between them: names, domains such as .contoso.example, or * for all.',
    variables: [{ name: 'no_proxy' }, { name: 'NO_PROXY' }],
  },
  {
    key: 'CaFile',
    type: 'file',
    content: 'certificates',
    default: '',
    help: 'A PEM file with certificate authorities to trust beside those of the system, such as that of a proxy which inspects TLS.',
  },
  {
    key: 'EngineRuntime',
    type: 'file',
    content: 'runtime',
    default: '',
    help: 'The Node.js in which the engine runs, in place of the one that comes with the module or is on PATH.',
    scopes: ['CurrentUser'],
    notice: {
      text: 'The engine of this PowerShell runs on as it is. PowerShells that start from now on use this.',
    },
  },
] as const satisfies readonly ConfigKey[];

export type ConfigKeyName = (typeof configKeys)[number]['key'];
export type KnownConfigKey = ConfigKey & { readonly key: ConfigKeyName };

/** Returns the key with a name, ignoring case. */
export function findKey(name: string): KnownConfigKey | undefined {
  return configKeys.find(({ key }) => sameText(key, name));
}

/**
 * Returns the environment variables that set a key, ours first: `AZ_LOGINTS_ENABLE_LOGIN_BY_WAM` for
 * EnableLoginByWam.
 */
export function variablesOf(key: ConfigKey): ConfigVariable[] {
  const own = `AZ_LOGINTS_${key.key.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()}`;
  return [{ name: own }, ...(key.variables ?? [])];
}
