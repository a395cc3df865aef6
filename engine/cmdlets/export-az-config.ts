import { stat } from 'node:fs/promises';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { EngineError } from '../errors/engine-error.ts';
import { writeFileAtomically } from '../storage/files/atomic-file.ts';
import { askUnlessForced } from './confirm.ts';
import { allSets, passThruParameter, unusedProfileParameter } from './shared-parameters.ts';

/** Anyone may read it as far as the umask lets them: it holds no secrets. */
const mode = 0o666;

export const cmdlet = defineCmdlet(
  {
    verb: 'Export',
    noun: 'AzConfig',
    synopsis: 'Writes the configuration of this user to a file.',
    description:
      'Writes what was set in the scope CurrentUser as JSON, in the form that Az.Accounts uses, so that Import-AzConfig can take it over on another machine. Values of this process, of the environment and the defaults are not in it.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    shouldProcess: true,
    parameters: {
      Path: {
        type: 'path',
        help: 'The file to write, such as ./azconfig.json. Its folder must be there.',
        sets: { __AllParameterSets: { mandatory: true, position: 1 } },
        notEmpty: true,
      },
      Force: { type: 'switch', help: 'Overwrites a file that is there without asking.' },
      PassThru: passThruParameter,
      DefaultProfile: unusedProfileParameter,
    },
    outputs: ['System.Boolean'],
    examples: [
      {
        title: 'Take the configuration along',
        code: 'Export-AzConfig -Path ./azconfig.json -Force',
        remarks: 'Writes the file, in place of an older one. There are no secrets in it.',
      },
      {
        title: 'The same settings for a team',
        code: 'Update-AzConfig -LoginExperienceV2 Off -DisplaySurveyMessage $false\nExport-AzConfig -Path ./team.json',
        remarks: 'Everybody else runs Import-AzConfig ./team.json.',
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
    const question = `The file '${path}' is there already. Overwrite it?`;
    const caption = 'Export configuration';
    if (isThere && !(await askUnlessForced({ force, question, caption }, context))) return;
    await writeFileAtomically(path, `${JSON.stringify(file, undefined, 2)}\n`, { mode });
    if (passThru === true) context.write(true);
  },
);
