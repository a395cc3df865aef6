// The one table of configuration keys. The parameters of the *-AzConfig cmdlets, their help and pages, the environment
// variables and the checks all follow from it. Names, types and defaults of the first part are those of Az.Accounts.
import type { ConfigVariable, ConfigKey } from './config-key.ts';
import { sameText } from '../text/same-text.ts';

export const configKeys = [
  {
    key: 'CheckForUpgrade',
    type: 'bool',
    default: true,
    help: 'Whether Az modules report a newer version. Az.LoginTs itself does not look for one.',
    variables: [{ name: 'AZUREPS_CHECK_FOR_UPGRADE' }],
  },
  {
    key: 'DefaultSubscriptionForLogin',
    completer: 'subscription',
    type: 'string',
    default: '',
    help: 'The name or ID of the subscription that a sign-in selects unless it names another.',
  },
  {
    key: 'DisableInstanceDiscovery',
    type: 'bool',
    default: false,
    help: 'Whether to trust the authority of an environment without asking the public cloud about it, for clouds that cannot reach it. Az.LoginTs asks only about a Microsoft host name that it does not know.',
    notice: {
      text: 'The authority of an environment is no longer validated. Sign in only to environments whose authority you trust.',
      when: true,
    },
  },
  {
    key: 'DisplayBreakingChangeWarning',
    type: 'bool',
    default: true,
    help: 'Whether Az modules warn about breaking changes to come in their cmdlets. Az.LoginTs itself has no such warnings.',
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
    help: 'Whether other Az modules warn that an output holds secrets. Az.LoginTs returns a token in clear text only with -AsPlainText.',
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
    help: 'Whether other Az modules send usage data. Az.LoginTs itself never sends any.',
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
    help: 'Whether to sign in with the broker of the system if it has one. Without a broker the browser is used.',
    notice: {
      text: 'Accounts that are signed in stay as they are. The change applies from the next Connect-AzAccount on.',
    },
  },
  {
    key: 'EnablePolicyToken',
    type: 'bool',
    default: false,
    help: 'Whether other Az modules send a change-safety token of Azure Policy with a change if -AcquirePolicyToken or -ChangeReference asks for one. Az.LoginTs itself sends none.',
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
    help: 'Whether to refuse to store tokens in a plain file when the system has no encrypted store.',
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
    help: 'Whether a device code sign-in also shows the address as a QR code, if the terminal can.',
  },
  {
    key: 'CopyDeviceCode',
    type: 'bool',
    default: false,
    help: 'Whether a device code sign-in copies the code to the clipboard, if the output is a terminal. In an SSH session it is the clipboard of the terminal, if the terminal allows it.',
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
    key: 'FederatedTokenAudience',
    type: 'string',
    default: '',
    help: 'The audience of the identity token that a GitHub Actions job requests. Empty means that of the cloud, such as api://AzureADTokenExchange.',
  },
  {
    key: 'Proxy',
    type: 'proxy',
    default: '',
    help: 'The proxy for Entra ID and Azure, as http://host:port. Empty means no proxy.',
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
    help: 'The hosts to reach without the proxy, separated by commas: names, domains such as .contoso.example, or * for all.',
    variables: [{ name: 'no_proxy' }, { name: 'NO_PROXY' }],
  },
  {
    key: 'CaFile',
    type: 'file',
    content: 'certificates',
    default: '',
    help: 'A PEM file with certificate authorities to trust in addition to those of the system, such as the one of a proxy that inspects TLS.',
  },
  {
    key: 'EngineRuntime',
    type: 'file',
    content: 'runtime',
    default: '',
    help: 'The Node.js that runs the engine, instead of the one that comes with the module or is on PATH.',
    scopes: ['CurrentUser'],
    notice: {
      text: 'The engine that runs now is not affected. PowerShells that start from now on use the new value.',
    },
  },
] as const satisfies readonly ConfigKey[];

export type ConfigKeyName = (typeof configKeys)[number]['key'];
export type KnownConfigKey = ConfigKey & { readonly key: ConfigKeyName };

/** Returns the key with a name, ignoring case, or undefined. */
export function findKey(name: string): KnownConfigKey | undefined {
  return configKeys.find(({ key }) => sameText(key, name));
}

/** Returns the environment variables that set a key, ours first: `AZ_LOGINTS_ENABLE_LOGIN_BY_WAM` for EnableLoginByWam. */
export function variablesOf(key: ConfigKey): ConfigVariable[] {
  const own = `AZ_LOGINTS_${key.key.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()}`;
  return [{ name: own }, ...(key.variables ?? [])];
}
