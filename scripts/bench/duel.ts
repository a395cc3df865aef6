// Measures script blocks in turn, in one PowerShell.
import { quoteSingle } from '../generate/powershell-syntax.ts';
import type { Stage } from './stage.ts';

export interface Duel {
  readonly home: string;
  /** The script that runs first. */
  readonly setUp: string;
  readonly contenders: Readonly<Record<string, string>>;
  readonly runs: number;
  /** Rounds that do not count, because PowerShell compiles a script block only after it ran often. */
  readonly warmUp?: number;
}

/** Returns the time of each run of each contender, in milliseconds. */
export async function duel(
  stage: Stage,
  { home, setUp, contenders, runs, warmUp = 1 }: Duel,
): Promise<Record<string, number[]>> {
  const names = Object.keys(contenders);
  const script = [
    "$ErrorActionPreference = 'Stop'; $WarningPreference = 'SilentlyContinue'; $ProgressPreference = 'SilentlyContinue'",
    setUp,
    '$clock = [System.Diagnostics.Stopwatch]::new()',
    `$costs = @(${names.map(() => '[System.Collections.Generic.List[double]]::new()').join(', ')})`,
    `$blocks = @(${names.map((name) => `{ ${contenders[name] ?? ''} }`).join(', ')})`,
    `for ($run = 0; $run -lt ${String(runs + warmUp)}; $run++) {`,
    '  for ($i = 0; $i -lt $blocks.Count; $i++) {',
    '    $clock.Restart(); $null = & $blocks[$i]; $ms = $clock.Elapsed.TotalMilliseconds',
    `    if ($run -ge ${String(warmUp)}) { $costs[$i].Add($ms) }`,
    '  }',
    '}',
    "foreach ($list in $costs) { '[' + (($list | ForEach-Object { $_.ToString([System.Globalization.CultureInfo]::InvariantCulture) }) -join ',') + ']' }",
  ].join('\n');
  const { stdout } = await stage.powershell(script, home);
  const lines = stdout.trim().split(/\r?\n/).slice(-names.length);
  return Object.fromEntries(names.map((name, index) => [name, JSON.parse(lines[index] ?? '[]') as number[]]));
}

/**
 * Returns a script that starts Node.js with a script of ours and defines `Ask`, which writes a line to it and reads one,
 * in the same way as the module does with its engine.
 */
export function companion(node: string, script: string, ...args: string[]): string {
  const list = [script, ...args].map((arg) => `"${arg}"`).join(' ');
  return [
    '$start = [System.Diagnostics.ProcessStartInfo]::new()',
    `$start.FileName = ${quoteSingle(node)}`,
    `$start.Arguments = ${quoteSingle(list)}`,
    '$start.UseShellExecute = $false',
    '$start.RedirectStandardInput = $true',
    '$start.RedirectStandardOutput = $true',
    '$companion = [System.Diagnostics.Process]::Start($start)',
    '$utf8 = [System.Text.UTF8Encoding]::new($false)',
    '$writer = [System.IO.StreamWriter]::new($companion.StandardInput.BaseStream, $utf8)',
    '$reader = [System.IO.StreamReader]::new($companion.StandardOutput.BaseStream, $utf8)',
    'function Ask($Line) { $writer.Write($Line + "`n"); $writer.Flush(); $reader.ReadLine() }',
  ].join('\n');
}
