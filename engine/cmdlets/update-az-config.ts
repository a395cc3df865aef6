import { toConfigOutput } from '../config/config-output.ts';
import { checkAppliesTo, appliesToAll } from '../config/applies-to.ts';
import type { ConfigEntry } from '../config/config-store.ts';
import { configKeys, findKey } from '../config/keys.ts';
import { outputTypes } from '../contexts/context-output.ts';
import type { Interaction } from '../signin/interaction.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { configScopes, configValues, writableScope } from './config-parameters.ts';
import { allSets, unusedProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Update',
    noun: 'AzConfig',
    aliases: ['Set-AzConfig'],
    synopsis: 'Changes the configuration.',
    description:
      'Sets one or more keys, for this user or for this process, and shows what was set. If one value is refused, none is set.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    shouldProcess: true,
    parameters: {
      AppliesTo: {
        type: 'string',
        completer: 'configTarget',
        help: 'What the value applies to: Az (everything, the default), a module (Az.KeyVault) or a cmdlet (Get-AzKeyVault). The more specific value wins. Most keys can only apply to Az.',
        notEmpty: true,
      },
      Scope: {
        type: 'string',
        help: 'CurrentUser (the default) stores the value. Process sets it for this PowerShell only. Default and Environment can be read but not set.',
        accepted: configScopes,
      },
      DefaultProfile: unusedProfileParameter,
      ...configValues(),
    },
    outputs: [outputTypes.config],
    examples: [
      {
        title: 'The subscription to start in',
        code: "Update-AzConfig -DefaultSubscriptionForLogin 'Contoso Staging'",
        remarks: 'Connect-AzAccount selects it from now on, and does not ask.',
      },
      {
        title: 'The broker',
        code: 'Update-AzConfig -EnableLoginByWam $true',
        remarks: 'If the system has a broker, sign-ins use it from now on.',
      },
      {
        title: 'For this PowerShell only',
        code: 'Update-AzConfig -LoginExperienceV2 Off -Scope Process',
        remarks: 'Stores nothing. Start a script with this line if Connect-AzAccount must not ask anything.',
      },
      {
        title: 'For one module',
        code: 'Update-AzConfig -DisplayBreakingChangeWarning $false -AppliesTo Az.KeyVault',
        remarks:
          'The cmdlets of Az.KeyVault stop warning about breaking changes. The other modules still warn.',
      },
    ],
    links: ['Get-AzConfig', 'Clear-AzConfig'],
  },
  async ({ parameters }, { services, interaction, signal, shouldProcess, write }) => {
    const given = parameters as Readonly<Record<string, unknown>>;
    const values = Object.fromEntries(
      configKeys.flatMap(({ key }) => (given[key] === undefined ? [] : [[key, given[key]] as const])),
    );
    const scope = writableScope(parameters.Scope);
    const appliesTo = checkAppliesTo(parameters.AppliesTo ?? appliesToAll);
    const keys = Object.keys(values).join(', ');
    if (keys === '') {
      interaction.warning('No key is named, so nothing was changed. Get-AzConfig lists the keys.');
      return;
    }
    if (!(await shouldProcess(`${keys} of ${appliesTo}, scope ${scope}`, 'Update configuration'))) return;
    const changed = await services.config.update(values, { scope, appliesTo, signal });
    for (const entry of changed) {
      const notice = noticeOf(entry);
      if (notice !== undefined) interaction.warning(notice);
      write(toConfigOutput(entry));
    }
    if (values[brokerKey] === true) await warnWithoutBroker(interaction);
  },
);

const brokerKey = 'EnableLoginByWam';

/** What is set may be for other machines of this user: it is stored all the same. */
async function warnWithoutBroker(interaction: Pick<Interaction, 'warning'>): Promise<void> {
  const { brokerProblem } = await import('../signin/person/broker.ts');
  const problem = await brokerProblem();
  if (problem !== undefined)
    interaction.warning(
      `${brokerKey} has no effect on this machine: ${problem}. Sign-ins go on with the browser or a device code.`,
    );
}

function noticeOf({ key, value }: ConfigEntry): string | undefined {
  const notice = findKey(key)?.notice;
  return notice?.when === undefined || notice.when === value ? notice?.text : undefined;
}
