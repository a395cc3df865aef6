// Many PowerShells of one user work at once, and some are killed meanwhile. Afterwards everything that was reported
// as saved must exist and be usable, no file may ever have been read in part, and no file may be left over.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EngineProcess } from '../support/engine-process.ts';
import { connectCall, startStressCloud, type StressCloud } from './stress-cloud.ts';
import type { Watched } from './watch-files.ts';
import { Worker } from './worker.ts';

export interface StressOptions {
  readonly seed: number;
  readonly processes: number;
  readonly seconds: number;
  readonly killPercent: number;
  /** The session bus of a keyring for the tokens; a plain file is used if omitted. */
  readonly busAddress?: string;
}

export interface StressReport {
  /** What went wrong, one sentence each. */
  readonly failures: string[];
  readonly warnings: string[];
  readonly calls: number;
  readonly kills: number;
  readonly reads: number;
  readonly contexts: number;
  readonly slowest: { readonly ms: number; readonly cmdlet: string };
}

/** Every file that may exist at the end. */
const files = [
  'AzureRmContext.json',
  'PSConfig.json',
  join('.IdentityService', 'msal.cache.cae'),
  join('.IdentityService', 'keystore.cache.logints'),
];

/** Runs the test in a new home folder with a new local cloud. */
export async function runStress(options: StressOptions): Promise<StressReport> {
  const stress = await startStressCloud(options.processes + 2);
  const home = await mkdtemp(join(tmpdir(), 'stress-'));
  const environment = {
    AZ_LOGINTS_HOME: home,
    AZ_LOGINTS_CA_FILE: stress.cloud.caFile,
    DBUS_SESSION_BUS_ADDRESS: options.busAddress ?? 'unix:path=/nowhere',
  };
  try {
    await inEngine(environment, (engine) =>
      engine.call(
        'Add-AzEnvironment',
        { Name: 'LocalCloud', ARMEndpoint: stress.cloud.armUrl },
        { parameterSet: 'ARMEndpoint' },
      ),
    );
    const watcher = startWatcher(home);
    const end = Date.now() + options.seconds * 1000;
    const { seed, killPercent } = options;
    const workers = Array.from(
      { length: options.processes },
      (_, index) => new Worker({ index, seed, stress, environment, killPercent }),
    );
    await Promise.all(workers.map((worker) => worker.workUntil(end)));
    const { reads, unreadable } = await watcher.stop();
    const failures = [...workers.flatMap((worker) => worker.failures), ...unreadable];
    const contexts = await inEngine(environment, (engine) => checkAll(engine, workers, stress, failures));
    failures.push(...(await leftOver(home)));
    const sum = (value: (worker: Worker) => number): number =>
      workers.reduce((total, worker) => total + value(worker), 0);
    return {
      failures,
      warnings: [...new Set(workers.flatMap((worker) => [...worker.warnings]))],
      calls: sum(({ calls }) => calls),
      kills: sum(({ kills }) => kills),
      reads,
      contexts,
      slowest: workers
        .map(({ slowest }) => slowest)
        .reduce((one, other) => (other.ms > one.ms ? other : one)),
    };
  } finally {
    await stress.cloud.stop();
    await rm(home, { recursive: true, force: true });
  }
}

async function inEngine<T>(
  environment: Record<string, string>,
  work: (engine: EngineProcess) => Promise<T>,
): Promise<T> {
  const engine = new EngineProcess(environment);
  try {
    await engine.initialize();
    return await work(engine);
  } finally {
    await engine.stop();
  }
}

function startWatcher(home: string): { readonly stop: () => Promise<Watched> } {
  const script = fileURLToPath(new URL('watch-files.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import=tsx', script, home, ...files], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (data: string) => (text += data));
  const closed = once(child, 'close');
  return {
    stop: async () => {
      child.stdin.end();
      await closed;
      return JSON.parse(text) as Watched;
    },
  };
}

/** Uses every context without a prompt, and checks that the promised ones exist. Returns the number of contexts. */
async function checkAll(
  engine: EngineProcess,
  workers: readonly Worker[],
  stress: StressCloud,
  failures: string[],
): Promise<number> {
  const listed = await engine.call(
    'Get-AzContext',
    { ListAvailable: true },
    { parameterSet: 'ListAllContexts' },
  );
  const found = new Map(listed.outputs.map((context) => [String(context.Name), accountOf(context)]));
  for (const { promised } of workers) {
    for (const [name, account] of promised.contexts) {
      if (found.get(name) !== account.id)
        failures.push(`The context '${name}' of ${account.id} was reported as saved and is gone.`);
    }
    for (const pair of promised.pairs.filter((names) => !names.some((name) => found.has(name))))
      failures.push(`A rename lost a context: neither ${pair.join(' nor ')} is there.`);
  }
  for (const name of found.keys()) {
    try {
      await engine.call(
        'Select-AzContext',
        { Name: name, Scope: 'Process' },
        { parameterSet: 'SelectByName' },
      );
      // For another service than the sign-in's, so that a cached access token cannot hide a lost refresh token.
      await engine.call(
        'Get-AzAccessToken',
        { ResourceUrl: 'https://vault.azure.net' },
        { parameterSet: 'ResourceUrl' },
      );
    } catch (error) {
      failures.push(`'${name}' cannot be used: ${String(error)}`);
    }
  }
  await checkConfig(engine, workers, failures);
  await writeEverywhere(engine, stress);
  return found.size;
}

async function checkConfig(
  engine: EngineProcess,
  workers: readonly Worker[],
  failures: string[],
): Promise<void> {
  for (const { appliesTo, promised } of workers) {
    if (promised.config === undefined) continue;
    const { outputs } = await engine.call('Get-AzConfig', {
      DisplayBreakingChangeWarning: true,
      AppliesTo: appliesTo,
      Scope: 'CurrentUser',
    });
    if (outputs[0]?.Value !== promised.config) {
      failures.push(`${appliesTo} has ${JSON.stringify(outputs[0]?.Value)} for ${String(promised.config)}.`);
    }
  }
}

/** Writes to every file, because a writer deletes what killed processes left behind. */
async function writeEverywhere(engine: EngineProcess, { apps, cloud }: StressCloud): Promise<void> {
  const [app] = apps;
  if (app === undefined) return;
  const { parameters, options } = connectCall(app, 'last', cloud);
  await engine.call('Connect-AzAccount', parameters, options);
  await engine.call('Update-AzConfig', { DisplaySurveyMessage: false });
}

async function leftOver(home: string): Promise<string[]> {
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(home, join(entry.parentPath, entry.name)))
    .filter((name) => !files.includes(name))
    .map((name) => `'${name}' was left behind.`);
}

function accountOf(context: Record<string, unknown>): string {
  return (context.Account as { Id: string }).Id;
}
