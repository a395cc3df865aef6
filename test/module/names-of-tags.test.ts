// Names and values that other people choose, such as tags: any of them reaches PowerShell unchanged.
import assert from 'node:assert/strict';
import { startLocalCloud, type LocalCloud } from '../local-cloud/index.ts';
import { connectApp, importModule, runPowerShell } from '../support/powershell.ts';

const nasty: Readonly<Record<string, string>> = Object.fromEntries([
  ...['$dateTimeOffset', '$secret', '$plainSecret', '$credential', '$timeSpan', '$text'].map((key) => [
    key,
    'abc',
  ]),
  ...['$responseHeaders', '$shared', '$type', '$pairs', '$$', '$$type', '$'].map((key) => [key, '0']),
  ...['__proto__', '__type', 'constructor', 'toString', 'hasOwnProperty'].map((key) => [key, 'x']),
  ...['PSObject', 'psbase', 'PSTypeNames', 'Count', 'Keys', 'Item', 'Length', 'value'].map((key) => [
    key,
    'y',
  ]),
  ...['a', 'A', 'ß', 'SS', 'İ', 'i', ' ', '.', '\u0000', '\n', '"', "'", '\\', '[0]', '*'].map((key) => [
    key,
    key,
  ]),
  ['', 'empty'],
  ['\ud800', '\udfff'],
  ['𝒳雪', '\u202e'],
  ['n'.repeat(5000), 'v'.repeat(5000)],
  ['date', '2024-01-01T00:00:00Z'],
  ['json', '{"$secret":0}'],
]) as Record<string, string>;

/** PowerShell's text as UTF-16 code units, so that nothing on the way can change it. */
const codes = (text: string): string =>
  [...Array(text.length).keys()].map((at) => text.charCodeAt(at)).join(' ');

function coded(dictionary: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(dictionary).map(([key, value]) => [`<${codes(key)}>`, codes(value)]),
  );
}

const tools = `
function Get-Code([string]$Text) { ($Text.ToCharArray() | ForEach-Object { [int]$_ }) -join ' ' }
function Get-Coded($Dictionary) {
    $coded = @{}
    foreach ($pair in $Dictionary.GetEnumerator()) { $coded['<' + (Get-Code $pair.Key) + '>'] = Get-Code $pair.Value }
    $coded
}
$told = @{}`;

describe('tags and properties with any name', function () {
  this.timeout(180_000);
  let cloud: LocalCloud;

  before(async () => {
    cloud = await startLocalCloud();
    const [first] = cloud.data.subscriptions;
    if (first !== undefined) first.tags = nasty;
  });

  after(() => cloud.stop());

  it('reach PowerShell unchanged, and no other subscription is lost', async () => {
    const script = `${importModule}${tools}${connectApp}
$found = @(Get-AzSubscription)
$told.names = $found.Name -join ', '
$told.tags = Get-Coded ($found | Where-Object Name -eq 'Contoso Production').Tags
$told.context = Get-Coded (Get-AzContext).Subscription.Tags
$told.listed = @(Get-AzContext -ListAvailable).Count
$told | ConvertTo-Json -Depth 5 -Compress`;
    const { output } = await runPowerShell(script, cloud);
    assert.deepEqual(JSON.parse(output), {
      names: 'Contoso Production, Contoso Staging',
      tags: coded(nasty),
      context: coded(nasty),
      listed: 2,
    });
  });

  it('are sent from PowerShell to the engine and back unchanged', async () => {
    const given = Object.entries(nasty).filter(([key]) => key !== '__proto__');
    const written = given.map(([key, value]) => `${codes(key)}:${codes(value)}`).join(';');
    const script = `${importModule}${tools}${connectApp}
function Get-Text([string]$Codes) { -join ($Codes.Split(' ') | Where-Object { $_ } | ForEach-Object { [char][int]$_ }) }
$given = [hashtable]::new([System.StringComparer]::Ordinal)
foreach ($pair in $env:TEST_PAIRS.Split(';')) { $key, $value = $pair.Split(':'); $given[(Get-Text $key)] = Get-Text $value }
$told.set = Get-Coded (Get-AzContext | Set-AzContext -ExtendedProperty $given).ExtendedProperties
$told.again = Get-Coded (Get-AzContext | Set-AzContext).ExtendedProperties
$told | ConvertTo-Json -Depth 5 -Compress`;
    const { output } = await runPowerShell(script, cloud, { TEST_PAIRS: written });
    const expected = coded(Object.fromEntries(given));
    assert.deepEqual(JSON.parse(output), { set: expected, again: expected });
  });

  it('are found in any case if no two differ by case only', async () => {
    const [first] = cloud.data.subscriptions;
    if (first !== undefined) first.tags = { 'cost center': '7' };
    const script = `${importModule}${connectApp}
(Get-AzSubscription -SubscriptionName 'Contoso Production').Tags['Cost Center']`;
    assert.equal((await runPowerShell(script, cloud)).output.trim(), '7');
  });

  it('may have values that are not text', async () => {
    const [first, second] = cloud.data.subscriptions;
    const deep = `${'['.repeat(3000)}${']'.repeat(3000)}`;
    const odd: unknown = {
      number: 1,
      list: [1, 2],
      nothing: null,
      deep: JSON.parse(deep) as unknown,
      $type: { $secret: 0 },
    };
    if (first !== undefined) Object.assign(first, { tags: odd });
    if (second !== undefined) Object.assign(second, { tags: ['a'] });
    const script = `${importModule}${connectApp}
@(Get-AzSubscription).Name -join ', '
(Get-AzSubscription)[0].Tags['number'] -is [string]`;
    const { output } = await runPowerShell(script, cloud);
    assert.match(output, /^Contoso Production, Contoso Staging\r?\nTrue/);
  });
});
