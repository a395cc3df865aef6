import { stat } from 'node:fs/promises';
import { fromContextOutput } from '../usecases/context-input.ts';
import { outputTypes } from '../contexts/context-output.ts';
import type { ListedContext } from '../contexts/context-store.ts';
import { exportContexts } from '../usecases/export-contexts.ts';
import { sameAccount } from '../contexts/model.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { EngineError } from '../errors/engine-error.ts';
import type { Services } from '../session/services.ts';
import { writeFileAtomically } from '../storage/files/atomic-file.ts';
import { askUnlessForced } from './confirm.ts';
import { allSets, unusedProfileParameter } from './shared-parameters.ts';
import { sameText } from '../text/same-text.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Save',
    noun: 'AzContext',
    aliases: ['Save-AzProfile'],
    synopsis: 'Writes the contexts to a file, with their tokens.',
    description:
      'Writes all contexts of this PowerShell, with the tokens of the people among their accounts, in the format of Az.Accounts. Import-AzContext reads them in another PowerShell or on another machine. The secrets of service principals are written only with -WithCredential.\n\nThe file is not encrypted. Only you can read it, if the file system has permissions. Anyone who has the file can act as these accounts.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    shouldProcess: true,
    parameters: {
      Profile: {
        type: 'object',
        help: 'The object that Connect-AzAccount or Get-AzContext returned. Import-AzContext will select its context. If that context is not known here, only that one is written.',
        sets: { __AllParameterSets: { position: 0, pipeline: 'value' } },
      },
      Path: {
        type: 'path',
        help: 'The file to write, such as ./contexts.json. Only you get permission to read it.',
        sets: { __AllParameterSets: { mandatory: true, position: 1 } },
        notEmpty: true,
      },
      Force: { type: 'switch', help: 'Overwrites an existing file without asking.' },
      WithCredential: {
        type: 'switch',
        help: 'Also writes the secrets of service principals and the passwords of certificates, in clear text.',
      },
      DefaultProfile: unusedProfileParameter,
    },
    outputs: [outputTypes.profile],
    examples: [
      {
        title: 'Copy sign-ins to another machine',
        code: 'Save-AzContext -Path ./contexts.json',
        remarks: 'A warning says that the file has tokens. Delete it after the import.',
      },
      {
        title: 'With the secret of a service principal',
        code: 'Save-AzContext -Path ./contexts.json -WithCredential -Force',
        remarks: 'Overwrites an older file. The secret is in it in clear text.',
      },
      {
        title: 'For a job',
        code: 'Save-AzContext -Path ./contexts.json\nStart-Job { Import-AzContext $args[0] -Scope Process } -ArgumentList (Resolve-Path ./contexts.json).Path | Receive-Job -Wait -AutoRemoveJob\nRemove-Item ./contexts.json',
        remarks: 'Needed only after Disable-AzContextAutosave. Otherwise a job is signed in as you are.',
      },
    ],
    links: ['Import-AzContext', 'Get-AzContext'],
  },
  async ({ parameters }, context) => {
    const { services, interaction } = context;
    const { Path: path, Force: force, WithCredential: withCredential } = parameters;
    const wanted = await contextsFor(services, parameters.Profile);
    if (!(await context.shouldProcess(path, 'Save contexts'))) return;
    const isThere = await stat(path).then(
      () => true,
      () => false,
    );
    const question = `The file '${path}' exists already. Overwrite it?`;
    if (isThere && !(await askUnlessForced({ force, question, caption: 'Save contexts' }, context))) return;
    const { file, hasTokens, hasSecrets } = await exportContexts(services, {
      ...wanted,
      withCredential: withCredential === true,
    });
    await writeFileAtomically(path, `${JSON.stringify(file, undefined, 2)}\n`);
    const held = [...(hasTokens ? ['tokens'] : []), ...(hasSecrets ? ['secrets'] : [])].join(' and ');
    if (held !== '') {
      interaction.warning(
        `'${path}' has ${held} in clear text: anyone who reads the file can act as its accounts. Delete it after the import.`,
      );
    }
  },
);

async function contextsFor(
  services: Services,
  profile: Readonly<Record<string, unknown>> | undefined,
): Promise<{ contexts: readonly ListedContext[]; current: string }> {
  const { contexts, current } = await services.contexts.view();
  if (profile === undefined) {
    const [first] = contexts;
    if (first === undefined) throw new EngineError('NotSignedIn.None');
    return { contexts, current: (current ?? first).name };
  }
  const given = fromContextOutput(profile, 'Profile');
  const isKnown = contexts.some(
    ({ name, context }) => sameText(name, given.name) && sameAccount(context.Account, given.context.Account),
  );
  return {
    contexts: isKnown ? contexts : [{ ...given, scope: 'Process', tokens: 'stored' }],
    current: given.name,
  };
}
