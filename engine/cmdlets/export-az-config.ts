import { stat } from 'node:fs/promises';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { EngineError } from '../errors/engine-error.ts';
import { writeFileAtomically } from '../storage/files/atomic-file.ts';
import { askUnlessForced } from './confirm.ts';
import { allSets, passThruParameter, unusedProfileParameter } from './shared-parameters.ts';

/** Readable by others as far as the umask allows: the file has no secrets. */
const mode = 0o666;

export const cmdlet = defineCmdlet(
  {
    verb: 'Export',
    noun: 'AzConfig',
    synopsis: 'Writes the configuration of this user to a file.',
    description:
      'Writes what was set in the scope CurrentUser as JSON, in the format of Az.Accounts. Import-AzConfig reads it on another machine. The values of this process, of environment variables and the defaults are not in it.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    shouldProcess: true,
    parameters: {
      Path: {
        type: 'path',
        help: 'The file to write, such as ./azconfig.json. Its folder must exist.',
        sets: { __AllParameterSets: { mandatory: true, position: 1 } },
        notEmpty: true,
      },
      Force: { type: 'switch', help: 'Overwrites an existing file without asking.' },
      PassThru: passThruParameter,
      DefaultProfile: unusedProfileParameter,
    },
    outputs: ['System.Boolean'],
    examples: [
      {
        title: 'Copy the configuration',
        code: 'Export-AzConfig -Path ./azconfig.json -Force',
        remarks: 'Writes the file and replaces an older one. It has no secrets.',
      },
      {
        title: 'The same settings for a team',
        code: 'Update-AzConfig -LoginExperienceV2 Off -DisplaySurveyMessage $false\nExport-AzConfig -Path ./team.json',
        remarks: 'The others run Import-AzConfig ./team.json.',
      },
    ],
    links: ['Import-AzConfig', 'Get-AzConfig'],
  },
  async ({ parameters }, context) => {
    const { Path: path, Force: force, PassThru: passThru } = parameters;
    const file = await context.services.config.userFile();
    if (file === undefined) throw new EngineError('NotFound.Config');
    if (!(await context.shouldProcess(path, 'Export configuration'))) return;
    const isThere = await stat(path).then(
      () => true,
      () => false,
    );
    const question = `The file '${path}' exists already. Overwrite it?`;
    const caption = 'Export configuration';
    if (isThere && !(await askUnlessForced({ force, question, caption }, context))) return;
    await writeFileAtomically(path, `${JSON.stringify(file, undefined, 2)}\n`, { mode });
    if (passThru === true) context.write(true);
  },
);
