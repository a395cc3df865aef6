// Checks the module's script against Windows PowerShell 5.1, which is not available here: its syntax, the types and
// members of .NET Framework, and its commands.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ensureDotnetProgram } from '../support/dotnet-program.ts';

interface Finding {
  readonly rule: 'syntax' | 'variable' | 'type' | 'member' | 'command';
  readonly what: string;
  readonly line: number;
  readonly text: string;
}

const folder = fileURLToPath(new URL('.', import.meta.url));
const generated = join(folder, '../../module/generated');

/** Returns the paths of the module's scripts. */
async function moduleScripts(): Promise<string[]> {
  const names = await readdir(generated);
  return names.filter((name) => /\.psm?1$/.test(name)).map((name) => join(generated, name));
}

/** Commands of 5.1 that the module uses, with the parameters that it uses and that exist in 5.1. */
const commands: Readonly<Record<string, readonly string[]>> = {
  'Get-Command': ['ErrorAction'],
  'Get-Module': ['All', 'Name'],
  'Import-Module': ['PassThru'],
  'Microsoft.PowerShell.Management\\Get-Item': ['Force', 'LiteralPath'],
  'Microsoft.PowerShell.Utility\\ConvertFrom-Json': ['InputObject'],
  'Write-Warning': ['WarningAction'],
  'Write-Error': ['Category', 'ErrorAction', 'ErrorId', 'Message', 'RecommendedAction'],
};

/** What is missing in the reference of 5.1, and why it works there anyway. */
const exceptions: Readonly<Record<string, string>> = {
  'System.Net.Http.HttpResponseMessage':
    'The module loads System.Net.Http, which .NET Framework has, before it is used.',
  'any type has TryAddWithoutValidation of 2':
    'A member of the headers of that class, since .NET Framework 4.5.',
  'any type has ResolveLinkTarget of 1': 'Asked only where a file has it, and elsewhere than on Windows.',
  'System.Net.Sockets.SafeSocketHandle': 'Made elsewhere than on Windows.',
  IsMacOS: 'Asked only where the system is not Windows, where 5.1 does not run.',
  'System.Runtime.InteropServices.RuntimeInformation':
    'Part of .NET Framework since 4.7.1; where it is missing, the variables of the process tell the processor.',
  'any type has GetRawResponse of 0': 'Asked only of an exception of the Azure SDK that has it.',
};

function isKnown({ what, rule }: Finding): boolean {
  if (rule !== 'command') return what in exceptions;
  const [name = '', ...parameters] = what.split(' ');
  return parameters.every((parameter) => commands[name]?.includes(parameter)) && name in commands;
}

/** Each line contains one thing that Windows PowerShell 5.1 does not have, with the rule that must find it. */
const faults: readonly (readonly [string, string])[] = [
  ['syntax', '$a = $true ? 1 : 2'],
  ['syntax', 'Get-Command x && Get-Command y'],
  ['syntax', '$a = $null ?? 1'],
  ['syntax', '$a ??= 1'],
  ['syntax', '${a}?.Length'],
  ['syntax', 'Get-Command x &'],
  ['variable', 'if ($IsWindows) { }'],
  ['type', '$a = [System.Text.Json.JsonDocument]'],
  ['type', '$a = [System.Net.Http.HttpClient]::new()'],
  ['type', 'function F { param([System.Text.Rune]$Rune) }'],
  ['member', '$a = [System.Convert]::ToHexString($bytes)'],
  ['member', '$a = [System.Environment]::ProcessId'],
  ['member', "$a = 'x'.Contains('y', 'Ordinal')"],
  ['member', '$info = [System.Diagnostics.ProcessStartInfo]::new(); $info.ArgumentList.Add(1)'],
  ['member', '$a = $unknown.ReadExactly($bytes)'],
  ['member', '$a = $Host.UI.RawUI.NoSuchMember()'],
];

describe('the module in Windows PowerShell 5.1', function () {
  this.timeout(180_000);
  let program: string;
  const check = async (...paths: string[]): Promise<Finding[]> => {
    const { stdout } = await promisify(execFile)(program, paths, { maxBuffer: 2 ** 24 });
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Finding);
  };

  before(async () => {
    program = await ensureDotnetProgram(folder, 'windows-powershell');
  });

  it('uses no syntax, variable, type, member or command that does not exist there', async () => {
    const findings = await check(...(await moduleScripts()));
    assert.ok(findings.some(({ rule }) => rule === 'command'));
    assert.deepEqual(
      findings.filter((finding) => !isKnown(finding)),
      [],
    );
  });

  it('has a byte order mark in each script, because 5.1 would otherwise read it in the machine’s code page', async () => {
    const scripts = await moduleScripts();
    assert.ok(scripts.length > 1);
    for (const script of scripts)
      assert.deepEqual([...(await readFile(script)).subarray(0, 3)], [0xef, 0xbb, 0xbf], script);
  });

  it('is checked by rules that find everything that does not exist there', async () => {
    const home = await mkdtemp(join(tmpdir(), 'azlogints-'));
    try {
      const path = join(home, 'faults.ps1');
      await writeFile(path, faults.map(([, line]) => line).join('\n'));
      const findings = (await check(path)).filter(({ rule }) => rule !== 'command');
      assert.deepEqual(
        faults.map(([rule, text], index) => ({
          text,
          found: findings.some((each) => each.rule === rule && each.line === index + 1) ? rule : 'nothing',
        })),
        faults.map(([rule, text]) => ({ text, found: rule })),
      );
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });
});
