import { fromContextOutput } from '../usecases/context-input.ts';
import { outputTypes, toProfileOutput } from '../contexts/context-output.ts';
import { fromContexts, importContexts, readContextFile } from '../usecases/import-contexts.ts';
import { warnUnlessEnabled } from '../usecases/subscription-state.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { toEnvironmentOutput } from '../environments/environment-output.ts';
import { listEnvironments } from '../environments/environment-store.ts';
import { scopeParameter, unusedProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Import',
    noun: 'AzContext',
    synopsis: 'Reads contexts from a file and signs in with them.',
    description:
      'Reads a file that Save-AzContext wrote, here or in Az.Accounts, and adds its contexts and environments to the existing ones. A context or environment of the same name is replaced. Tokens and secrets are stored like those of a sign-in. The context that was current when the file was written becomes the current context here. The file is not changed: delete it when you no longer need it.',
    defaultSet: 'ProfileFromDisk',
    sets: ['ProfileFromDisk', 'InMemoryProfile'],
    shouldProcess: true,
    parameters: {
      AzureContext: {
        type: 'object',
        help: 'The object that Connect-AzAccount or Get-AzContext returned, here or in another PowerShell.',
        aliases: ['Profile'],
        sets: { InMemoryProfile: { mandatory: true, position: 0, pipeline: 'propertyName' } },
      },
      Path: {
        type: 'path',
        help: 'The file to read, written by Save-AzContext here or in Az.Accounts.',
        sets: { ProfileFromDisk: { mandatory: true, position: 0, pipeline: 'propertyName' } },
        notEmpty: true,
      },
      Scope: scopeParameter,
      DefaultProfile: unusedProfileParameter,
    },
    outputs: [outputTypes.profile],
    examples: [
      {
        title: 'From another machine',
        code: 'Import-AzContext -Path ./contexts.json',
        remarks: 'Signs in as the accounts in the file, here and in PowerShells that start later.',
      },
      {
        title: 'For this PowerShell only',
        code: 'Import-AzContext -Path ./contexts.json -Scope Process',
        remarks: 'Stores nothing.',
      },
      {
        title: 'See whose sign-in is in the file',
        code: '(Import-AzContext -Path ./contexts.json -Scope Process).Context.Account.Id',
        remarks: 'The returned object has the new current context.',
      },
    ],
    links: ['Save-AzContext', 'Get-AzContext', 'Select-AzContext'],
  },
  async (call, { services, interaction, signal, shouldProcess, write }) => {
    const isFile = call.parameterSet === 'ProfileFromDisk';
    const imported = isFile
      ? await readContextFile(call.parameters.Path)
      : fromContexts([fromContextOutput(call.parameters.AzureContext, 'AzureContext')]);
    const target = isFile ? call.parameters.Path : (imported.defaultName ?? '');
    if (!(await shouldProcess(target, 'Import contexts'))) return;
    const scope = call.parameters.Scope ?? (await services.autosave.ofProcess());
    await importContexts(services, imported, scope, signal);
    if (imported.hasOldTokens) {
      interaction.warning(
        'The tokens of some accounts are in a format that only older versions read. Run Connect-AzAccount for those accounts.',
      );
    }
    const { current, file } = await services.contexts.view();
    warnUnlessEnabled(current?.context, interaction);
    const environments = Object.fromEntries(
      listEnvironments(file).map((item) => [item.Name, toEnvironmentOutput(item)]),
    );
    write(toProfileOutput(current, environments));
  },
);
