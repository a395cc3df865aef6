// Cells in a real PowerShell, in which the engine or PowerShell itself gets a signal in the middle of the action.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { hasEnded } from '../../engine/storage/files/lock-owner.ts';
import { ensurePowerShell } from '../powershell/index.ts';
import { ended } from '../support/child-process.ts';
import { CallError } from '../support/engine-process.ts';
import { manifest } from '../support/powershell.ts';
import type { WireBench } from '../support/wire-bench.ts';
import type { MatrixAction } from './actions.ts';

export interface Signal {
  readonly name: 'SIGKILL' | 'SIGSTOP';
  readonly to: 'engine' | 'PowerShell';
}

export interface SignalCell {
  readonly home: string;
  readonly action: MatrixAction;
  readonly signal: Signal;
}

const sendSignal = fileURLToPath(new URL('send-signal.cjs', import.meta.url));
const handOver = fileURLToPath(new URL('../support/hand-over-address.mjs', import.meta.url));
/** Every documented wait is shorter: four attempts of 30 s, and the waits that services ask for. */
export const longestSeconds = 300;
/** Instead of the module's own time: an engine is given up after twice this time. */
const silenceMs = 4000;
/** How long an engine may run without its PowerShell. Ample: it waits for nobody. */
const engineEndsWithinMs = 60_000;

/**
 * Runs an action in a new PowerShell and sends the signal in the middle of it. Returns `ended` if PowerShell was killed
 * and its engine has ended by itself.
 * @throws CallError with the action's error
 * @throws Error if the signal was not sent, if the next command does not work, or if the engine outlives its PowerShell
 */
export async function runWithSignal(bench: WireBench, cell: SignalCell): Promise<'works' | 'ended'> {
  const folder = await mkdtemp(join(tmpdir(), 'faults-signal-'));
  const isOver = new AbortController();
  try {
    await writeFile(join(folder, 'node'), runtimeScript(folder, cell.signal), { mode: 0o755 });
    void visitAddress(join(folder, 'address'), bench, isOver.signal);
    const shell = spawn(
      await ensurePowerShell(),
      ['-NoProfile', '-NonInteractive', '-Command', scriptOf(folder, cell)],
      {
        env: {
          ...process.env,
          AZ_LOGINTS_HOME: cell.home,
          AZ_LOGINTS_CA_FILE: bench.cloud.caFile,
          AZ_LOGINTS_ENGINE_RUNTIME: join(folder, 'node'),
          BROWSER: `"${process.execPath}" "${handOver}" "${join(folder, 'address')}" %s`,
          ...(await cell.action.variables?.(bench.cloud)),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: longestSeconds * 1000,
      },
    );
    const { stdout, stderr } = await ended(shell);
    const engine = await readFile(join(folder, 'sent'), 'utf8').catch(() => undefined);
    if (engine === undefined)
      throw new Error(`The engine neither connected nor wrote anything: ${stdout}${stderr}`);
    if (cell.signal.to === 'engine') return outcomeOf(stdout, stderr);
    if (shell.signalCode !== cell.signal.name) throw new Error(`PowerShell was not killed: ${stdout}`);
    await endOf(Number(engine));
    return 'ended';
  } finally {
    isOver.abort();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A Node.js for the module that loads send-signal.cjs. The module passes no variables of tests to its engine. */
function runtimeScript(folder: string, { name, to }: Signal): string {
  const variables = `TEST_SIGNAL=${name} TEST_SIGNAL_TO=${to} TEST_SIGNAL_FROM='${folder}/from' TEST_SIGNAL_SENT='${folder}/sent'`;
  return `#!/bin/sh\n${variables} exec '${process.execPath}' --require '${sendSignal}' "$@"\n`;
}

/** Prints the outcome of the action, and how many contexts the next command returns. */
function scriptOf(folder: string, { action: { command }, signal }: SignalCell): string {
  return `
$ErrorActionPreference = 'Stop'
$WarningPreference = 'SilentlyContinue'
Import-Module '${manifest}'
$null = Get-AzContext
${signal.name === 'SIGSTOP' ? `& (Get-Module Az.LoginTs) { $script:EngineSilenceMs = ${String(silenceMs)} }` : ''}
[System.IO.File]::WriteAllText('${folder}/from', '')
try {
    $null = ${command}
    $result = @{ id = 'works' }
} catch {
    $data = $_.Exception.Data
    $result = @{ id = $_.FullyQualifiedErrorId.Split(',')[0]; message = "$($data['AzLoginTs.Message'])"; action = $data['AzLoginTs.Action'] }
}
'first ' + (ConvertTo-Json $result -Compress)
'next ' + @(Get-AzContext -ListAvailable).Count`;
}

function outcomeOf(stdout: string, stderr: string): 'works' {
  const [, first] = /^first (\{.*\})$/m.exec(stdout) ?? [];
  if (!/^next [1-9]/m.test(stdout) || first === undefined)
    throw new Error(`The next command does not work: ${stdout}${stderr}`);
  const { id, message, action } = JSON.parse(first) as Record<'id' | 'message' | 'action', string>;
  if (id !== 'works') throw new CallError({ code: 0, message, data: { id, action } });
  return 'works';
}

async function endOf(pid: number): Promise<void> {
  const end = Date.now() + engineEndsWithinMs;
  while (!hasEnded(pid)) {
    if (Date.now() > end) {
      process.kill(pid, 'SIGKILL');
      throw new Error('The engine runs on without its PowerShell.');
    }
    await delay(50);
  }
}

/** A person who signs in at the address that the engine asks a browser to open. */
async function visitAddress(file: string, bench: WireBench, isOver: AbortSignal): Promise<void> {
  let url: string | undefined;
  while (url === undefined) {
    if (isOver.aborted) return;
    await delay(50);
    url = await readFile(file, 'utf8').catch(() => undefined);
  }
  // If the flow has failed meanwhile, nothing waits for the person.
  await bench.comeBack(url).catch(() => undefined);
}
