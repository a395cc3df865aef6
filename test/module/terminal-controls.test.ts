// Escape sequences and other control characters in texts from outside: objects keep them, but the terminal does not
// get them.
import assert from 'node:assert/strict';
import { startLocalCloud, type LocalCloud } from '../local-cloud/index.ts';
import { connectApp, importModule, runPowerShell } from '../support/powershell.ts';

/** A title, a colour, C1 forms of both, right-to-left text, and lines that look like ours. */
const hostile =
  'Evil\u001b]0;title\u0007\u001b[31m\u009d0;t\u009c\u009b31m\u202egnp\u2066\u200e\u007f\u0008\r\nWARNING: fake\u2028Recommendation: fake';
const reached = new RegExp(
  String.raw`[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]`,
);

describe('text from outside, on a terminal,', function () {
  this.timeout(180_000);
  let cloud: LocalCloud;

  before(async () => {
    cloud = await startLocalCloud();
    for (const one of cloud.data.subscriptions) {
      if (one.displayName === 'Contoso Staging') one.displayName = hostile;
    }
  });

  after(() => cloud.stop());

  /** Runs a script without PowerShell's own colours. */
  const run = async (script: string): Promise<string> =>
    (
      await runPowerShell(`$PSStyle.OutputRendering = 'PlainText'\n${importModule}\n${script}`, cloud, {
        NO_COLOR: '1',
      })
    ).output;

  it('has no control characters in the views of its objects, which keep them', async () => {
    const output = await run(`${connectApp}
Get-AzSubscription | Out-String
Get-AzContext -ListAvailable | Out-String
$set = Set-AzContext -Subscription 1a000000-0000-4000-8000-000000000002
$set | Out-String
Connect-AzAccount -Environment LocalCloud -ServicePrincipal -Credential $credential -Tenant contoso.example -Subscription 1a000000-0000-4000-8000-000000000002 | Out-String
"kept $($set.Subscription.Name.Contains([char]27))"`);
    assert.match(output, /Evil/);
    assert.match(output, /kept True/);
    assert.doesNotMatch(output, reached);
    assert.doesNotMatch(output, /^(?:WARNING|Recommendation): fake/m);
  });

  it('has none in tables and lists that somebody asks for, which show everything else as it is', async () => {
    const output = await run(`${connectApp}
$subscription = Get-AzSubscription -SubscriptionId 1a000000-0000-4000-8000-000000000002
$subscription.Tags = @{ owner = ${hostileText()} }
$context = Set-AzContext -SubscriptionObject $subscription
$tenant = Get-AzTenant
$tenant.Name = ${hostileText()}
$tenant.ExtendedProperties['DisplayName'] = ${hostileText()}
foreach ($one in $subscription, $context, $tenant) { $one | Format-Table | Out-String; $one | Format-List | Out-String -Width 300 }
"kept $($tenant.Name.Contains([char]27))"`);
    assert.match(output, /^Name +: Evil/m);
    assert.match(output, /^Tags +: \{.*Evil/m);
    assert.match(output, /^Subscription +: 1a000000-0000-4000-8000-000000000002$/m);
    assert.match(output, /kept True/);
    assert.doesNotMatch(output, reached);
    assert.doesNotMatch(output, /^(?:WARNING|Recommendation): fake/m);
  });

  it('has none in the response of a REST API, except tabs and line breaks', async () => {
    cloud.planted.set('arm GET /planted', {
      status: 200,
      headers: { 'content-type': 'text/plain' },
      body: hostile,
    });
    const output = await run(`${connectApp}
$response = Invoke-AzRestMethod -Path '/planted?api-version=2022-12-01'
$response | Out-String
"kept $($response.Content.Contains([char]27))"`);
    cloud.planted.delete('arm GET /planted');
    assert.match(output, /^Content +: Evil/m);
    assert.match(output, /kept True/);
    assert.doesNotMatch(output, reached);
  });

  it('has none in a transcript', async () => {
    const output = await run(`$transcript = Join-Path $HOME 'transcript.txt'
$null = Start-Transcript -Path $transcript
${connectApp}
Get-AzSubscription | Out-Default
Get-AzContext -ListAvailable | Out-Default
$null = Set-AzContext -Subscription 1a000000-0000-4000-8000-000000000002 -Verbose
try { Get-AzContext -Name ('no ' + ${hostileText()}) -ErrorAction Stop } catch { $_ | Out-Default }
$null = Stop-Transcript
'written'
[System.IO.File]::ReadAllText($transcript)`);
    const transcript = output.slice(output.lastIndexOf('written'));
    assert.match(transcript, /Evil/);
    assert.doesNotMatch(transcript, reached);
    assert.doesNotMatch(transcript, /^\s*(?:WARNING|Recommendation): fake/m);
  });

  it('has none in warnings, errors and prompts that contain it', async () => {
    const output = await run(
      `${connectApp}
$ErrorActionPreference = 'Continue'
$hostile = $env:TEST_HOSTILE
function Get-Line($Text) { foreach ($one in $Text) { "$one" } }
$null = Set-AzContext -Subscription $hostile -Tenant contoso.example -Name $hostile -WarningVariable told
Get-Line $told
Rename-AzContext $hostile other -WhatIf
foreach ($view in 'ConciseView', 'NormalView', 'DetailedView') {
    $ErrorView = $view
    try { Get-AzContext -Name ('no ' + $hostile) -ErrorAction Stop } catch { $_ | Out-String }
}
Get-Line $Error[0].CategoryInfo`.replace('$env:TEST_HOSTILE', hostileText()),
    );
    assert.match(output, /Evil/);
    assert.doesNotMatch(output, reached);
    assert.doesNotMatch(output, /^\s*(?:WARNING|Recommendation): fake/m);
  });

  it('has none in Tab completions', async () => {
    const output = await run(`${connectApp}
foreach ($line in 'Set-AzContext -Subscription ', 'Select-AzContext ', 'Set-AzContext -Subscription 1a000000') {
    (TabExpansion2 $line $line.Length).CompletionMatches | ForEach-Object { $_.CompletionText; $_.ListItemText; $_.ToolTip }
}`);
    assert.match(output, /1a000000-0000-4000-8000-000000000002/);
    assert.doesNotMatch(output, reached);
  });

  it('adds no line of its own to an authority’s error', async () => {
    cloud.planted.set('login POST /10000000-0000-4000-8000-000000000001/oauth2/v2.0/token', {
      status: 400,
      body: JSON.stringify({ error: 'invalid_grant', error_description: `AADSTS99999: ${hostile}` }),
    });
    const output = await run(`$ErrorActionPreference = 'Continue'
try { ${connectApp.trim().replace('\n', '; ')} -ErrorAction Stop } catch { $_ | Out-String }`);
    assert.match(output, /Evil/);
    assert.doesNotMatch(output, reached);
    assert.doesNotMatch(output, /^\s*(?:WARNING|Recommendation): fake/m);
  });
});

/** As a PowerShell expression, because an environment variable cannot hold all characters. */
function hostileText(): string {
  return `(-join (${Array.from({ length: hostile.length }, (_, at) => String(hostile.charCodeAt(at))).join(',')} | ForEach-Object { [char]$_ }))`;
}
