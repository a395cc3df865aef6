import { outputTypes } from '../contexts/context-output.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import type { Finding } from '../diagnosis/finding.ts';
import { toReport } from '../diagnosis/report.ts';
import { runChecks } from '../diagnosis/run-checks.ts';
import { namedEnvironment } from '../usecases/named-environment.ts';
import { allSets, unusedProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Test',
    noun: 'AzSignIn',
    synopsis: 'Checks everything that a sign-in needs, and says how to fix what is wrong.',
    description:
      'Checks PowerShell, the engine and its Node.js, the files and the token store, the way to sign in from here, the broker, the proxy and the certificates. Connects to the authority and to Azure Resource Manager, compares the clock, and tries to get a token for the current context. Asks for a new token in each tenant of every account that is signed in, for 15 seconds at most. Never prompts. Each check returns one object with a status (Ok, Warning, Failed or Skipped), what was found, and the remedy. Nothing is changed. With -Report it returns one text for a bug report, without accounts, IDs and names of this machine.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    parameters: {
      Environment: {
        type: 'string',
        completer: 'environment',
        help: 'The cloud to connect to. The default is the cloud of the current context, else AzureCloud.',
        aliases: ['EnvironmentName'],
        notEmpty: true,
      },
      Report: {
        type: 'switch',
        help: 'Returns one text in Markdown instead of objects, to paste into a bug report.',
      },
      DefaultProfile: unusedProfileParameter,
    },
    outputs: [outputTypes.signInCheck, 'System.String'],
    needs: 'cloud',
    examples: [
      {
        title: 'Find what is wrong',
        code: 'Test-AzSignIn',
        remarks: 'Shows a line for each check, with the remedy if there is one.',
      },
      {
        title: 'Which accounts still work',
        code: "Test-AzSignIn | Where-Object Check -eq 'Account'",
        remarks:
          'Shows for each account the tenants where it gets new tokens, and the command to run for the other tenants.',
      },
      {
        title: 'In a script',
        code: "Test-AzSignIn | Where-Object Status -eq 'Failed' | Select-Object -ExpandProperty Remedy",
        remarks: 'Returns what to do, or nothing if all is well.',
      },
      {
        title: 'For a bug report',
        code: 'Test-AzSignIn -Report',
        remarks: 'Returns a text without accounts, IDs and names of this machine.',
      },
    ],
    links: ['Connect-AzAccount', 'Get-AzConfig', 'Get-AzEnvironment'],
  },
  async ({ parameters }, context) => {
    await context.interaction.describeHost();
    const { services, interaction, host, signal, variables, warnings, write } = context;
    // Ignore a failure here: one of the checks reports why the contexts cannot be read.
    const { current, file } = await services.contexts.view().catch(() => ({ current: undefined, file: {} }));
    const environment =
      parameters.Environment === undefined && current !== undefined
        ? current.context.Environment
        : await namedEnvironment(parameters.Environment ?? 'AzureCloud', context, file);
    const findings: Finding[] = [];
    const isEnvironmentNamed = parameters.Environment !== undefined;
    const call = { services, interaction, host, signal, variables, warnings };
    const checkContext = { ...call, environment, isEnvironmentNamed };
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
