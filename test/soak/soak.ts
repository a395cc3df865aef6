// Several PowerShells of one user work for a long time against the local cloud, with tokens of 30 seconds, while services
// fail at random. Their engines must hold no more in the end than after the first minutes, and nothing may fail that no
// fault struck.
import { watch, type FSWatcher } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PowerShell } from 'node-powershell';
import { signInAtAuthorizeUrl, type LocalCloud } from '../local-cloud/index.ts';
import { ensurePowerShell } from '../powershell/index.ts';
import { SeededRandom } from '../stress/seeded-random.ts';
import { startStressCloud, type StressCloud } from '../stress/stress-cloud.ts';
import { importModule, variablesFor } from '../support/powershell.ts';
import { isOfFault, nextCommand, nextFault, type Desk } from './commands.ts';
import {
  counts,
  growth,
  inMiB,
  settle,
  writeProbedRuntime,
  type Limits,
  type Sample,
} from './engine-samples.ts';

/** For how long something goes on: for a time, or for a number of commands of each PowerShell. */
export type Span = { readonly seconds: number } | { readonly commands: number };

export interface SoakOptions {
  readonly seed: number;
  readonly processes: number;
  /** Until then engines may grow: they load what they need, and fill what they keep. */
  readonly warmUp: Span;
  readonly then: Span;
  readonly limits: Limits;
  /** Whether faults may make commands wait, for seconds or minutes. */
  readonly hasTime: boolean;
  /** How long each PowerShell rests after a command, in milliseconds: commands then come less often than they could. */
  readonly restMs: number;
  /** Told what happens, a line each. */
  readonly tell: (line: string) => void;
}

export interface SoakReport {
  /** What went wrong, a sentence each. */
  readonly failures: readonly string[];
  /** How often each command worked. */
  readonly worked: Readonly<Record<string, number>>;
  /** How often an error was that of a fault. */
  readonly injected: number;
}

const tokenSeconds = 30;
/** Four attempts of half a minute each, and what a busy machine adds. */
const longestMs = 240_000;

class SoakWorker {
  readonly failures: string[] = [];
  readonly worked: Record<string, number> = {};
  injected = 0;
  engine = 0;
  readonly #desk: Desk;
  readonly #random: SeededRandom;
  readonly #shell: PowerShell;
  readonly #cloud: LocalCloud;
  readonly #options: SoakOptions;

  constructor(desk: Desk, shell: PowerShell, options: SoakOptions, cloud: LocalCloud) {
    this.#desk = desk;
    this.#shell = shell;
    this.#random = new SeededRandom(options.seed * 1009 + desk.index);
    this.#options = options;
    this.#cloud = cloud;
  }

  async start(): Promise<void> {
    await this.#shell.invoke(`${importModule}; $WarningPreference = 'SilentlyContinue'`);
    this.engine = await this.engineNow();
  }

  async engineNow(): Promise<number> {
    const { raw } = await this.#shell.invoke(
      '(& (Get-Module Az.LoginTs) { (Get-EngineShared).Connection }).Process.Id',
    );
    return Number(raw.trim());
  }

  async work(span: Span): Promise<void> {
    const end = 'seconds' in span ? Date.now() + span.seconds * 1000 : Number.POSITIVE_INFINITY;
    const most = 'commands' in span ? span.commands : Number.POSITIVE_INFINITY;
    for (let done = 0; done < most && Date.now() < end && this.failures.length === 0; done++) {
      await this.#doNext();
      await delay(this.#options.restMs);
    }
  }

  async stop(): Promise<void> {
    await this.#shell.dispose();
  }

  async #doNext(): Promise<void> {
    const command = nextCommand(this.#desk, this.#random);
    const fault = nextFault(this.#random, this.#options.hasTime);
    const disarm = fault === undefined ? undefined : this.#cloud.faults.add(fault);
    const strikesBefore = strikesOf(this.#cloud);
    const script = `$result = try { $null = . { ${command.script} }; 'ok' } catch { $_.FullyQualifiedErrorId + ' ' + $_.Exception.Message }; $Error.Clear(); 'result: ' + $result`;
    const { raw } = await this.#shell.invoke(script);
    disarm?.();
    const isStruck = strikesOf(this.#cloud) > strikesBefore;
    const said = raw.slice(raw.lastIndexOf('result: ') + 'result: '.length).trim();
    const id = /^([\w.]+)[, ]/.exec(said)?.[1] ?? '';
    if (said === 'ok' || (id !== '' && id === command.error)) {
      this.worked[command.name] = (this.worked[command.name] ?? 0) + 1;
      if (command.signsIn !== undefined) this.#desk.signedIn.add(command.signsIn);
      if (command.signsOut !== undefined) this.#desk.signedIn.delete(command.signsOut);
    } else if (isStruck && isOfFault(id)) this.injected += 1;
    else this.failures.push(`PowerShell ${String(this.#desk.index)}, ${command.name}: ${said}`);
  }
}

/** Counts what strikes: a fault that was armed by one PowerShell may strike another. */
const strikes = new WeakMap<LocalCloud, number>();
const strikesOf = (cloud: LocalCloud): number => strikes.get(cloud) ?? 0;

function countStrikes(cloud: LocalCloud): void {
  const { faults } = cloud;
  const strike = faults.strike.bind(faults);
  faults.strike = (request) => {
    const struck = strike(request);
    strikes.set(cloud, strikesOf(cloud) + struck.length);
    return struck;
  };
}

interface Browser {
  /** For $BROWSER. */
  readonly command: string;
  readonly watcher: FSWatcher;
  /** Sign-ins that did not come back, a sentence each. */
  readonly failures: readonly string[];
}

function isGone(error: NodeJS.ErrnoException): false {
  if (error.code === 'ENOENT') return false;
  throw error;
}

/** A browser that hands each address over to us, and we sign the person in there whom the address names. */
async function startBrowser(folder: string, { cloud, people }: StressCloud): Promise<Browser> {
  const addresses = join(folder, 'addresses');
  await mkdir(addresses);
  const script = join(folder, 'browser');
  await writeFile(
    script,
    `printf %s "$1" > '${folder}/address-'$$ && mv '${folder}/address-'$$ '${addresses}/'$$\n`,
  );
  const failures: string[] = [];
  const visit = async (file: string): Promise<void> => {
    const taken = `${file}.taken`;
    // That it is gone is told as well.
    if (!(await rename(file, taken).then(() => true, isGone))) return;
    const url = await readFile(taken, 'utf8');
    const person = people.find(({ id }) => id === new URL(url).searchParams.get('login_hint'));
    if (person === undefined) throw new Error(`Nobody is named by ${url}`);
    const { id: username, secret: password } = person;
    await fetch(await signInAtAuthorizeUrl(url, { username, password }, cloud));
  };
  const watcher = watch(addresses, (_, name) => {
    if (name === null || name.endsWith('.taken')) return;
    visit(join(addresses, name)).catch((error: unknown) => failures.push(`The browser: ${String(error)}`));
  });
  return { command: `/bin/sh "${script}" %s`, watcher, failures };
}

/** Runs it all on a home folder and a local cloud of its own. */
export async function runSoak(options: SoakOptions): Promise<SoakReport> {
  const stress = await startStressCloud(options.processes);
  const { cloud } = stress;
  cloud.faults.accessTokenLifetimeSeconds = tokenSeconds;
  countStrikes(cloud);
  const folder = await mkdtemp(join(tmpdir(), 'soak-'));
  const browser = await startBrowser(folder, stress);
  const env = {
    ...variablesFor(cloud, folder),
    TERM: 'dumb',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
    BROWSER: browser.command,
    AZ_LOGINTS_ENGINE_RUNTIME: await writeProbedRuntime(folder),
  };
  const executable = await ensurePowerShell();
  const workers = Array.from({ length: options.processes }, (_, index) => {
    const shell = new PowerShell({
      executable,
      executableOptions: { '-NoProfile': true },
      invocationTimeout: longestMs,
      spawnOptions: { env },
    });
    const [app, person] = [stress.apps[index], stress.people[index]];
    if (app === undefined || person === undefined) throw new RangeError('Each needs accounts of its own.');
    return new SoakWorker({ index, app, person, signedIn: new Set() }, shell, options, cloud);
  });
  // The cloud remembers what it was asked, which is much in an hour.
  const forget = setInterval(() => (cloud.requests.length = 0), 10_000);
  try {
    await Promise.all(workers.map((worker) => worker.start()));
    const report = await watchThem(workers, folder, options);
    return { ...report, failures: [...report.failures, ...browser.failures] };
  } finally {
    clearInterval(forget);
    browser.watcher.close();
    await Promise.all(workers.map((worker) => worker.stop()));
    await cloud.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function watchThem(
  workers: readonly SoakWorker[],
  folder: string,
  { warmUp, then, limits, tell }: SoakOptions,
): Promise<SoakReport> {
  const workAll = (span: Span): Promise<unknown> => Promise.all(workers.map((worker) => worker.work(span)));
  const settleAll = (base?: readonly Sample[]): Promise<Sample[]> =>
    Promise.all(workers.map(({ engine }, index) => settle(folder, engine, base?.[index])));
  await workAll(warmUp);
  const base = await settleAll();
  tellSamples('after the warm-up', base, tell);
  await workAll(then);
  const last = await settleAll(base);
  tellSamples('at the end', last, tell);
  const failures = workers.flatMap((worker) => worker.failures);
  for (const [index, worker] of workers.entries()) {
    const [first, end] = [base[index], last[index]];
    if (first === undefined || end === undefined) continue;
    if ((await worker.engineNow()) !== worker.engine)
      failures.push(`The engine of PowerShell ${String(index)} was replaced.`);
    failures.push(
      ...growth(first, end, limits).map((what) => `PowerShell ${String(index)} holds more, ${what}`),
    );
  }
  const worked: Record<string, number> = {};
  for (const [name, count] of workers.flatMap((worker) => Object.entries(worker.worked)))
    worked[name] = (worked[name] ?? 0) + count;
  return { failures, worked, injected: workers.reduce((sum, { injected }) => sum + injected, 0) };
}

function tellSamples(when: string, samples: readonly Sample[], tell: SoakOptions['tell']): void {
  for (const [index, sample] of samples.entries()) {
    const { heap, native, resident } = sample;
    const held = counts.map((name) => `${String(sample[name])} ${name}`).join(', ');
    tell(
      `PowerShell ${String(index)} ${when}: ${inMiB(heap)} of objects, ${inMiB(native)} of native code, ${inMiB(resident)} resident, ${held}`,
    );
  }
}
