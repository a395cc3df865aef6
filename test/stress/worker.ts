// One of many PowerShells that work at once: runs commands on contexts with its own names, is killed now and then,
// and remembers what was reported to it as saved.
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CallError, EngineProcess, streamText, type CallOptions } from '../support/engine-process.ts';
import { contoso } from '../support/wire-bench.ts';
import { SeededRandom } from './seeded-random.ts';
import { connectCall, type Account, type StressCloud } from './stress-cloud.ts';

/** Moments at which `kill-at.cjs` can kill an engine. */
export const killPlaces = [
  ...['opened', 'half-written', 'written', 'synced', 'renamed'],
  ...['lock-drafted', 'locked', 'msal-lock-opened', 'unlocking'],
] as const;

/** What must be true at the end. */
export interface Promised {
  /** Contexts that were reported as saved, with their accounts. */
  readonly contexts: Map<string, Account>;
  /** Pairs of names of which at least one must exist, because a rename was cut off. */
  readonly pairs: (readonly [string, string])[];
  /** A configuration value; undefined if it could be either of two. */
  config: boolean | undefined;
}

export interface WorkerOptions {
  readonly index: number;
  readonly seed: number;
  readonly stress: StressCloud;
  /** The environment variables of every call, such as the home folder. */
  readonly environment: Record<string, string>;
  /** The percentage of engines that are killed. */
  readonly killPercent: number;
}

type Step = () => Promise<void>;

/** Far longer than every documented limit. */
const hangMs = 180_000;
const mostContexts = 5;
/** The maximum number of calls before a PowerShell is closed and another one opened. */
const longestLife = 8;
export const killScript = fileURLToPath(new URL('kill-at.cjs', import.meta.url));

class KilledError extends Error {}

export class Worker {
  readonly promised: Promised = { contexts: new Map(), pairs: [], config: undefined };
  readonly failures: string[] = [];
  /** The texts of warnings, each once. */
  readonly warnings = new Set<string>();
  readonly appliesTo: string;
  calls = 0;
  kills = 0;
  slowest = { ms: 0, cmdlet: '' };
  readonly #options: WorkerOptions;
  readonly #random: SeededRandom;
  readonly #own: Account;
  #engine: EngineProcess | undefined;
  #names = 0;
  #callsLeft = 0;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#random = new SeededRandom(options.seed * 1009 + options.index);
    this.appliesTo = `Worker-Az${String(options.index)}`;
    const own = options.stress.apps[options.index % options.stress.apps.length];
    if (own === undefined) throw new RangeError('Every worker needs an application.');
    this.#own = own;
  }

  /** Works until the given time (milliseconds since 1970). */
  async workUntil(end: number): Promise<void> {
    while (Date.now() < end && this.failures.length === 0) {
      const step = this.#nextStep();
      try {
        await step.run();
      } catch (error) {
        if (error instanceof KilledError) this.kills += 1;
        else this.failures.push(`${step.name}: ${describe(error)}`);
      }
    }
    await this.#engine?.stop();
  }

  #nextStep(): { readonly name: string; readonly run: Step } {
    const { contexts } = this.promised;
    const some = [...contexts.keys()];
    const connects: Record<string, Step> = {
      'sign an application in': () => this.#connect(this.#newName(), this.#pickApp()),
      'sign a person in': () =>
        this.#connect(this.#newName(), this.#random.pick(this.#options.stress.people)),
      'change the configuration': () => this.#changeConfig(),
    };
    const others: Record<string, Step> = {
      'sign in anew': () => this.#reconnect(this.#random.pick(some)),
      select: () => this.#call('Select-AzContext', { Name: this.#random.pick(some) }, byName('Select')),
      rename: () => this.#rename(this.#random.pick(some)),
      remove: () => this.#remove(this.#random.pick(some)),
      'get a token': () => this.#getToken(this.#random.pick(some)),
      'change the configuration': () => this.#changeConfig(),
      refresh: () =>
        this.#call(
          'Get-AzContext',
          { ListAvailable: true, RefreshContextFromTokenCache: true },
          { parameterSet: 'ListAllContexts' },
        ),
      'sign its own application out': () => this.#disconnect(),
    };
    const steps =
      some.length === 0 ? connects : some.length >= mostContexts ? others : { ...connects, ...others };
    const name = this.#random.pick(Object.keys(steps));
    return { name, run: steps[name] ?? (() => Promise.resolve()) };
  }

  #newName(): string {
    this.#names += 1;
    return `worker-${String(this.#options.index)}-${String(this.#names)}`;
  }

  /** The worker's own application, which no other worker signs in or out, or a shared one. */
  #pickApp(): Account {
    const shared = this.#options.stress.apps.slice(-2);
    return this.#random.pick([this.#own, ...shared]);
  }

  async #connect(name: string, account: Account): Promise<void> {
    const { parameters, options } = connectCall(account, name, this.#options.stress.cloud);
    await this.#call('Connect-AzAccount', parameters, options);
    this.promised.contexts.set(name, account);
  }

  /** What was saved before must be kept, however this sign-in ends. */
  async #reconnect(name: string): Promise<void> {
    const account = this.promised.contexts.get(name);
    if (account !== undefined) await this.#connect(name, account);
  }

  async #rename(from: string): Promise<void> {
    const { contexts, pairs } = this.promised;
    const account = contexts.get(from);
    const to = this.#newName();
    if (account === undefined) return;
    contexts.delete(from);
    const pair = [from, to] as const;
    pairs.push(pair);
    await this.#call(
      'Rename-AzContext',
      { SourceName: from, TargetName: to, Force: true },
      { parameterSet: 'RenameByName' },
    );
    pairs.splice(pairs.indexOf(pair), 1);
    contexts.set(to, account);
  }

  async #remove(name: string): Promise<void> {
    this.promised.contexts.delete(name);
    await this.#call('Remove-AzContext', { Name: name, Force: true }, byName('Remove'));
  }

  async #disconnect(): Promise<void> {
    const { contexts, pairs } = this.promised;
    const mine = [...contexts].filter(([, account]) => account === this.#own).map(([name]) => name);
    if (mine.length === 0) return;
    for (const name of mine) contexts.delete(name);
    // A rename that was cut off may have been one of this account's contexts.
    pairs.splice(0);
    await this.#call(
      'Disconnect-AzAccount',
      { ApplicationId: this.#own.id, TenantId: contoso },
      { parameterSet: 'ServicePrincipal' },
    );
  }

  async #getToken(name: string): Promise<void> {
    await this.#call('Select-AzContext', { Name: name }, byName('Select'));
    await this.#call('Get-AzAccessToken');
  }

  async #changeConfig(): Promise<void> {
    const value = this.#random.below(2) === 1;
    this.promised.config = undefined;
    await this.#call('Update-AzConfig', {
      DisplayBreakingChangeWarning: value,
      AppliesTo: this.appliesTo,
      Scope: 'CurrentUser',
    });
    this.promised.config = value;
  }

  async #call(cmdlet: string, parameters: object = {}, options: CallOptions = {}): Promise<void> {
    const began = Date.now();
    const engine = await this.#liveEngine();
    const { exitCode, signalCode } = engine.child;
    if (exitCode !== null || signalCode !== null) throw new KilledError();
    const gone = new Promise<never>((_, reject) => {
      engine.child.once('exit', () => {
        reject(new KilledError());
      });
    });
    const late = new AbortController();
    const hang = delay(hangMs, undefined, { signal: late.signal }).then(
      () => Promise.reject(new Error(`did not end within ${String(hangMs / 1000)} seconds`)),
      () => new Promise<never>(() => undefined),
    );
    try {
      const { messages } = await Promise.race([engine.call(cmdlet, parameters, options), gone, hang]);
      const warning = streamText(messages, 'warning');
      if (warning !== '') this.warnings.add(warning);
      this.calls += 1;
    } finally {
      late.abort();
      const ms = Date.now() - began;
      if (ms > this.slowest.ms) this.slowest = { ms, cmdlet };
    }
  }

  /** The running engine, otherwise a new one with the killed engine's state; now and then one for a new PowerShell. */
  async #liveEngine(): Promise<EngineProcess> {
    let before = this.#engine;
    if (before?.child.exitCode === null && before.child.signalCode === null) {
      if (this.#callsLeft-- > 0) return before;
      await before.stop();
      before = undefined;
    }
    const engine = this.#startEngine();
    this.#engine = engine;
    this.#callsLeft = this.#random.below(longestLife);
    const gone = new Promise<never>((_, reject) => {
      engine.child.once('exit', () => {
        reject(new KilledError());
      });
    });
    await Promise.race([engine.initialize(before?.state), gone]);
    return engine;
  }

  #startEngine(): EngineProcess {
    const { environment, killPercent } = this.#options;
    if (this.#random.below(100) >= killPercent) return new EngineProcess(environment);
    if (this.#random.below(3) === 0) {
      const engine = new EngineProcess(environment);
      const timer = setTimeout(() => engine.child.kill('SIGKILL'), this.#random.below(3000));
      engine.child.once('exit', () => {
        clearTimeout(timer);
      });
      return engine;
    }
    const place = `${this.#random.pick(killPlaces)}:${String(1 + this.#random.below(4))}`;
    return new EngineProcess(environment, {
      nodeOptions: ['--require', killScript],
      variables: { STRESS_KILL_AT: place },
    });
  }
}

function byName(verb: string): CallOptions {
  return { parameterSet: `${verb}ByName` };
}

function describe(error: unknown): string {
  return error instanceof CallError ? `${String(error.data.id)}: ${error.message}` : String(error);
}
