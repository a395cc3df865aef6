import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { askUnlessForced } from './confirm.ts';
import { allSets, passThruParameter, scopeParameter, unusedProfileParameter } from './shared-parameters.ts';
import { signAllOut } from '../accounts/sign-out.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Clear',
    noun: 'AzContext',
    synopsis: 'Signs every account out and removes all contexts.',
    description:
      'Removes all contexts of this user, with the tokens and secrets of every account, after a question or with -Force. Environments and the configuration stay. With -Scope Process only this PowerShell is signed out; what is stored stays for the others.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    shouldProcess: true,
    parameters: {
      PassThru: passThruParameter,
      Force: {
        type: 'switch',
        help: 'Removes everything without asking. Scripts that run unattended need it.',
      },
      Scope: scopeParameter,
      DefaultProfile: unusedProfileParameter,
    },
    outputs: ['System.Boolean'],
    examples: [
      {
        title: 'Forget everything',
        code: 'Clear-AzContext -Force',
        remarks: 'Signs every account out, in this and every other PowerShell of yours.',
      },
      {
        title: 'This PowerShell only',
        code: 'Clear-AzContext -Scope Process',
        remarks: 'Signs this PowerShell out. What is stored stays for the others.',
      },
      {
        title: 'At the end of a job',
        code: 'try {\n    Get-AzSubscription\n} finally {\n    Clear-AzContext -Force\n}',
        remarks: 'Leaves no sign-in on a build machine that others use too.',
      },
    ],
    links: ['Disconnect-AzAccount', 'Remove-AzContext', 'Disable-AzContextAutosave'],
  },
  async ({ parameters }, context) => {
    const { services } = context;
    const { Force: force, PassThru: passThru } = parameters;
    const scope = parameters.Scope ?? (await services.autosave.ofProcess());
    const target = scope === 'Process' ? 'this PowerShell' : 'this user';
    if (!(await context.shouldProcess(target, 'Remove all contexts and sign every account out'))) return;
    const question = 'Remove all contexts of this user, with the tokens and secrets of every account?';
    const caption = 'Remove all contexts';
    // Like Az.Accounts, ask only if contexts are stored: many scripts start with Clear-AzContext to be sure.
    const isToAsk = scope === 'CurrentUser' && (await services.contexts.listAll()).length > 0;
    if (isToAsk && !(await askUnlessForced({ force, question, caption }, context))) return;
    await signAllOut(scope, context);
    if (passThru === true) context.write(true);
  },
);
