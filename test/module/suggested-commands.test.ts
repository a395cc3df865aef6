// Commands that a message tells the user to run, with names that other people chose, parsed by PowerShell's own
// parser.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLine } from '../../engine/text/command-line.ts';
import { shownLine } from '../../engine/text/terminal-text.ts';
import { startLocalCloud, type LocalCloud } from '../local-cloud/index.ts';
import { CallError, EngineProcess } from '../support/engine-process.ts';
import { manifest, runPowerShell } from '../support/powershell.ts';

const engine = fileURLToPath(new URL('../../engine', import.meta.url));

const hostile = [
  'x; Write-Host PWNED #',
  "x'; Write-Host PWNED; '",
  'x\u2019; Write-Host PWNED; \u2018',
  'x\u201a; Write-Host PWNED; \u201b',
  '"; Write-Host PWNED; "',
  '$(Write-Host PWNED)',
  '`$x',
  'a\nWrite-Host PWNED',
  'a\r\nb',
  'plain\n',
  'a | b & c && d > e < f',
  '@{a=1}',
  '-Force',
  '#',
  '(1)',
  'two  spaces',
  '\u2013Force',
  '{0}{command}',
  'contoso.example',
  'Contoso Production',
  '10000000-0000-4000-8000-000000000001',
];

interface Parsed {
  /** The numbers of statements, pipeline elements and errors. */
  readonly count: string;
  readonly name: string;
  /** The values of the arguments that are not parameter names. */
  readonly values: readonly string[];
}

describe('suggested commands', function () {
  this.timeout(180_000);
  let cloud: LocalCloud;

  before(async () => {
    cloud = await startLocalCloud();
  });

  after(() => cloud.stop());

  async function parse(commands: readonly string[]): Promise<Parsed[]> {
    const script = `
$parsed = foreach ($command in ($env:TEST_COMMANDS | ConvertFrom-Json)) {
    $tokens = $null; $errors = $null
    $ast = [System.Management.Automation.Language.Parser]::ParseInput($command, [ref]$tokens, [ref]$errors)
    $statements = $ast.EndBlock.Statements
    $elements = $statements[0].PipelineElements
    $rest = $elements[0].CommandElements | Select-Object -Skip 1 | Where-Object { $_ -isnot [System.Management.Automation.Language.CommandParameterAst] }
    @{ count = "$($statements.Count) $($elements.Count) $($errors.Count)"; name = $elements[0].GetCommandName(); values = @($rest | ForEach-Object { $_.SafeGetValue() }) }
}
ConvertTo-Json -InputObject @($parsed) -Depth 4 -Compress`;
    const { output } = await runPowerShell(script, cloud, { TEST_COMMANDS: JSON.stringify(commands) });
    return JSON.parse(output) as Parsed[];
  }

  it('are one command each, with every value unchanged', async () => {
    const parsed = await parse(
      hostile.map((value) => commandLine('Connect-AzAccount', { Tenant: value, Environment: value })),
    );
    for (const [at, value] of hostile.entries()) {
      assert.deepEqual(
        parsed[at],
        { count: '1 1 0', name: 'Connect-AzAccount', values: [value, value] },
        value,
      );
    }
  });

  it('in errors are one command each, for any environment, tenant or subscription', async () => {
    const process = new EngineProcess({
      AZ_LOGINTS_HOME: join(cloud.caFile, '..', 'home'),
      AZ_LOGINTS_CA_FILE: cloud.caFile,
    });
    const suggested: { value: string; command: string }[] = [];
    const actionOf = async (work: Promise<unknown>): Promise<string> => {
      const error = await work.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof CallError);
      return String(error.data.action);
    };
    try {
      await process.initialize();
      for (const value of hostile.filter((one) => one.trim() === one)) {
        const unknown = await actionOf(process.call('Connect-AzAccount', { Environment: value }));
        suggested.push({
          value,
          command: /Add another with (.*) -ARMEndpoint <url>\.$/s.exec(unknown)?.[1] ?? '',
        });
        if (value.startsWith('-')) continue;
        await process.call(
          'Add-AzEnvironment',
          { Name: value, ARMEndpoint: cloud.armUrl },
          { parameterSet: 'ARMEndpoint' },
        );
        const credential = {
          $credential: { userName: 'a0000000-0000-4000-8000-0000000d3910', password: { $secret: 0 } },
        };
        const parameters = {
          Environment: value,
          ServicePrincipal: true,
          Tenant: 'contoso.example',
          Scope: 'Process',
        };
        await process.call(
          'Connect-AzAccount',
          { ...parameters, Credential: credential },
          { parameterSet: 'ServicePrincipalWithSubscriptionId', secrets: ['fake-secret-of-contoso-deploy'] },
        );
        // Requires more than the application can give, so that the error suggests a sign-in with the environment.
        cloud.faults.claimsChallenge = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
        const challenged = await actionOf(process.call('Get-AzSubscription', {}));
        cloud.faults.clear();
        const found = /Run (Connect-AzAccount.*?)(?:\.|, | and )?$/s.exec(challenged)?.[1];
        if (found?.includes('-Environment') === true) {
          suggested.push({ value, command: found.replace(/ -(?:Tenant|ClaimsChallenge) \S+/g, '') });
        }
      }
    } finally {
      await process.stop();
    }
    const parsed = await parse(suggested.map(({ command }) => command));
    for (const [at, { value, command }] of suggested.entries()) {
      assert.equal(parsed[at]?.count, '1 1 0', command);
      // By then a line break in the value is a space.
      assert.deepEqual(parsed[at].values, [shownLine(value)], command);
    }
  });

  it('are built by one function only', async () => {
    const files = (await readdir(engine, { recursive: true })).filter((file) => file.endsWith('.ts'));
    const byHand: string[] = [];
    for (const file of files.filter((name) => !name.endsWith('command-line.ts'))) {
      const text = await readFile(join(engine, file), 'utf8');
      // A parameter of a command, followed by an inserted value.
      for (const [found] of text.matchAll(
        /\b[A-Z][a-z]+-Az\w+[^`\n]* -[A-Z]\w+ '?(?:\$\{(?!argument\()|\{)[^`\n]*/g,
      ))
        byHand.push(`${file}: ${found}`);
    }
    assert.deepEqual(byHand, []);
  });

  it('are completed by Tab as one argument, after any opening quote', async () => {
    const script = `
Import-Module '${manifest}'
$module = Get-Module Az.LoginTs
$null = & $module { Get-EngineShared }
$parsed = foreach ($text in ($env:TEST_COMMANDS | ConvertFrom-Json)) {
    foreach ($quote in '', "'", '"', [string][char]0x2018, [string][char]0x201c) {
        $argument = & $module { param($Text, $Quote) ConvertTo-EngineArgument $Text $Quote } $text $quote
        $errors = $null
        $ast = [System.Management.Automation.Language.Parser]::ParseInput("Set-AzContext $argument", [ref]$null, [ref]$errors)
        $elements = $ast.EndBlock.Statements[0].PipelineElements[0].CommandElements
        if ($errors.Count -ne 0 -or $ast.EndBlock.Statements.Count -ne 1 -or $elements.Count -ne 2 -or $elements[1].SafeGetValue() -cne $text) { "$quote $argument" }
    }
}
ConvertTo-Json -InputObject @($parsed) -Compress`;
    const { output } = await runPowerShell(script, cloud, { TEST_COMMANDS: JSON.stringify(hostile) });
    assert.deepEqual(JSON.parse(output), []);
  });
});
