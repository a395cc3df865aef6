import { outputTypes } from '../contexts/context-output.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import type { Finding } from '../diagnosis/finding.ts';
import { toReport } from '../diagnosis/report.ts';
import { runChecks } from '../diagnosis/run-checks.ts';
import { findEnvironment } from '../environments/environment-store.ts';
import { allSets, unusedProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Test',
    noun: 'AzSignIn',
    synopsis: 'Checks everything that signing in needs, and says what to do about what is wrong.',
    description:
      'Looks at PowerShell, the engine and its Node.js, the files and the store of tokens, the way to sign in from here, the broker, proxy and certificates, reaches the authority and Azure Resource Manager of the cloud, compares the clock, and tries to get a token for the current context without asking anyone. Each check gives one object with a status (Ok, Warning, Failed or Skipped), what was found, and the remedy. Nothing is changed. With -Report it gives one text for a bug report, without accounts, identifiers and names of this machine.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    parameters: {
      Environment: {
        type: 'string',
        completer: 'environment',
        help: 'The cloud whose services are reached. Left out, that of the current context, else AzureCloud.',
        aliases: ['EnvironmentName'],
        notEmpty: true,
      },
      Report: {
        type: 'switch',
        help: 'Gives one text in Markdown instead of objects, to paste into a bug report.',
      },
      DefaultProfile: unusedProfileParameter,
    },
    outputs: [outputTypes.signInCheck, 'System.String'],
    needs: 'cloud',
    examples: [
      {
        title: 'What is wrong',
        code: 'Test-AzSignIn',
        remarks: 'A line for each check, with the remedy where there is one.',
      },
      {
        title: 'In a script',
        code: "Test-AzSignIn | Where-Object Status -eq 'Failed' | Select-Object -ExpandProperty Remedy",
        remarks: 'Gives what is to be done, and nothing where all is well.',
      },
      {
        title: 'For a bug report',
        code: 'Test-AzSignIn -Report',
        remarks: 'Gives a text without accounts, identifiers and names of this machine.',
      },
    ],
    links: ['Connect-AzAccount', 'Get-AzConfig', 'Get-AzEnvironment'],
  },
  async ({ parameters }, context) => {
    const { services, interaction, host, signal, variables, warnings, write } = context;
    // Why the contexts cannot be read is for the checks to say.
    const { current, file } = await services.contexts.view().catch(() => ({ current: undefined, file: {} }));
    const environment =
      parameters.Environment === undefined && current !== undefined
        ? current.context.Environment
        : findEnvironment(file, parameters.Environment ?? 'AzureCloud');
    const findings: Finding[] = [];
    const checkContext = { services, interaction, host, signal, variables, warnings, environment };
    await runChecks(checkContext, (finding) => {
      findings.push(finding);
      if (parameters.Report === true) return;
      write({
        $type: outputTypes.signInCheck,
        Check: finding.check,
        Status: finding.status,
        Finding: finding.finding,
        Remedy: finding.remedy,
      });
    });
    if (parameters.Report === true) write(toReport(findings, environment));
  },
);
