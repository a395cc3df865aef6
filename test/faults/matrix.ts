// Runs cells of the matrix, each in its own home folder in which a person and an application are signed in.
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CallError, type EngineProcess } from '../support/engine-process.ts';
import { contoso, WireBench } from '../support/wire-bench.ts';
import { kept, type MatrixAction } from './actions.ts';
import type { MatrixFault } from './faults.ts';
import type { Place, Variables } from './machine-faults.ts';
import { longestSeconds, runWithSignal } from './signal-cell.ts';

export interface Cell {
  readonly fault: MatrixFault;
  readonly action: MatrixAction;
}

export interface CellResult {
  readonly fault: string;
  readonly action: string;
  /** `works`, the id of the error, or `ended` if PowerShell was killed and its engine ended by itself. */
  readonly outcome: string;
  readonly seconds: number;
  /** What is wrong, one sentence each; empty if the cell passes. */
  readonly wrong: readonly string[];
}

/** No action signs in as this application, so a fault that loses its sign-in is noticed. */
const keptApp = { userName: 'c0000000-0000-4000-8000-0000000000f1', secret: 'fake-secret-of-the-kept-app' };

/** A cloud and a prepared home, for cells that run one after another. */
export class MatrixBench {
  readonly #bench = new WireBench();

  async start(): Promise<void> {
    await this.#bench.start();
    const { data } = this.#bench.cloud;
    data.apps.push({
      ...{ clientId: keptApp.userName, displayName: 'kept', homeTenant: 'contoso.example' },
      servicePrincipals: [{ tenant: 'contoso.example', objectId: '10000000-0000-4000-8001-0000000000f1' }],
      secrets: [{ value: keptApp.secret }],
    });
    data.subscriptions[0]?.principals.push('kept');
    await this.#signIn(this.#bench.engine);
  }

  stop(): Promise<void> {
    return this.#bench.stop();
  }

  async run(cell: Cell): Promise<CellResult> {
    const { fault, action } = cell;
    const home = await mkdtemp(join(tmpdir(), 'faults-'));
    await cp(this.#bench.home, home, { recursive: true });
    const { cloud } = this.#bench;
    const wrong: string[] = [];
    const place: Place = {
      ...{ cloud, home },
      signInAgain: (variables) => this.#signInAgain(home, variables),
      renewTokens: () => this.#renewTokens(home),
    };
    await fault.prepare?.(place);
    const lasting = await fault.begin?.(place);
    const began = performance.now();
    let outcome: string;
    try {
      const { signal } = fault;
      outcome =
        signal === undefined
          ? await this.#runInEngine(cell, place, lasting?.variables)
          : await runWithSignal(this.#bench, { home, action, signal });
    } catch (error) {
      outcome = error instanceof CallError ? String(error.data.id) : 'none';
      wrong.push(...objectionsTo(error));
    }
    const seconds = (performance.now() - began) / 1000;
    await lasting?.end();
    wrong.push(...(await this.#lost(home, fault, lasting?.variablesAfter)));
    await lasting?.cleanUp?.();
    await rm(home, { recursive: true, force: true });
    return { fault: fault.name, action: action.name, outcome, seconds, wrong };
  }

  async #runInEngine(
    { fault, action }: Cell,
    place: Place,
    variables: Variables | undefined,
  ): Promise<'works'> {
    const start = { ...fault.start?.(place), isQuiet: true };
    const engine = await this.#bench.startEngine(undefined, place.home, start);
    try {
      const call = withVariables(engine, { ...fault.variables, ...variables });
      const { outputs, secrets } = await inTime(action.run(this.#bench, call));
      if (outputs.length + secrets.length === 0) throw new Error('It wrote nothing.');
      return 'works';
    } finally {
      place.cloud.faults.clear();
      await engine.stop();
    }
  }

  /** Signs in the person and the application again, so that the tokens are stored as these variables say. */
  async #signInAgain(home: string, variables: Variables): Promise<void> {
    await rm(join(home, '.IdentityService'), { recursive: true, force: true });
    const engine = await this.#bench.startEngine(undefined, home, { isQuiet: true });
    await this.#signIn(withVariables(engine, variables));
    await engine.stop();
  }

  async #renewTokens(home: string): Promise<void> {
    const engine = await this.#bench.startEngine(undefined, home, { isQuiet: true });
    const storage = { ResourceUrl: 'https://storage.azure.com' };
    await engine.call('Get-AzAccessToken', storage, { parameterSet: 'ResourceUrl' });
    await engine.stop();
  }

  async #signIn(engine: EngineProcess): Promise<void> {
    const common = { Force: true, SkipContextPopulation: true };
    await this.#bench.connectApp({ ...common, ContextName: kept[0] }, { ...keptApp, engine });
    await this.#bench.connectWithCode({ ...common, Tenant: contoso, ContextName: kept[1] }, engine);
  }

  /** Checks that the earlier sign-ins still exist and work once the fault is over. */
  async #lost(home: string, fault: MatrixFault, variables: Variables = {}): Promise<string[]> {
    const { loses, signal } = fault;
    const wrong: string[] = [];
    const files = await readdir(home, { recursive: true });
    const isKept = files.some((file) => file.includes('.damaged-'));
    if (loses === 'contexts' && !isKept) wrong.push('The damaged file was not kept.');
    // The lock of a dead process may remain if nothing was written. A killed engine's files remain until the next write.
    if (signal?.to !== 'engine') wrong.push(...leftIn(files));
    if (loses !== undefined) return wrong;
    const started = await this.#bench.startEngine(undefined, home, { isQuiet: true });
    const engine = withVariables(started, variables);
    const select = { parameterSet: 'SelectByName' };
    for (const name of kept) {
      try {
        await engine.call('Select-AzContext', { Name: name, Scope: 'Process' }, select);
        const graph = { ResourceUrl: 'https://graph.microsoft.com' };
        await engine.call('Get-AzAccessToken', graph, { parameterSet: 'ResourceUrl' });
        if (signal !== undefined) await engine.call('Select-AzContext', { Name: name }, select);
      } catch (error) {
        wrong.push(`'${name}' cannot be used afterwards: ${String(error)}`);
      }
    }
    await started.stop();
    if (signal !== undefined) wrong.push(...leftIn(await readdir(home, { recursive: true })));
    return wrong;
  }
}

/** What is wrong with the files in a home: temporary ones were left behind. */
function leftIn(files: readonly string[]): string[] {
  const left = files.filter((file) => file.endsWith('.tmp'));
  return left.length > 0 ? [`${left.join(', ')} was left behind.`] : [];
}

/** The engine with additional variables in each call. */
function withVariables(engine: EngineProcess, variables: Variables): EngineProcess {
  return new Proxy(engine, {
    get: (target, name) =>
      name === 'call'
        ? (...[cmdlet, parameters, options]: Parameters<EngineProcess['call']>) =>
            target.call(cmdlet, parameters, {
              ...options,
              environment: { ...options?.environment, ...variables },
            })
        : (Reflect.get(target, name, target) as unknown),
  });
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`It did not end within ${String(longestSeconds)} s.`));
    }, longestSeconds * 1000);
  });
  return Promise.race([work, late]).finally(() => {
    clearTimeout(timer);
  });
}

/** What is wrong with an error: it must be in the catalogue, be readable for a person, and say what to do. */
function objectionsTo(error: unknown): string[] {
  if (!(error instanceof CallError)) return [String(error)];
  const { id, action } = error.data;
  const wrong: string[] = [];
  if (typeof id !== 'string' || id === 'Engine.Unexpected')
    wrong.push(`It is ${String(id)}: ${error.message}`);
  if (/undefined|\[object|is not a function|Cannot read prop|Not Available/.test(error.message))
    wrong.push(`Its words are not for a person: ${error.message}`);
  if (error.message.trim().length < 10) wrong.push(`It says too little: '${error.message}'`);
  if (typeof action !== 'string' || action.trim() === '')
    wrong.push(`It does not say what to do: ${error.message}`);
  if (String(id).startsWith('Network.') && !/localhost|127\.0\.0\.1/.test(error.message))
    wrong.push(`It does not name the host: ${error.message}`);
  return wrong;
}

/** Runs cells, several at once, and reports each result. */
export async function runCells(
  cells: readonly Cell[],
  atOnce: number,
  tell: (result: CellResult) => void = () => undefined,
): Promise<CellResult[]> {
  const results: CellResult[] = [];
  const waiting = [...cells];
  const work = async (): Promise<void> => {
    const bench = new MatrixBench();
    await bench.start();
    for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) {
      const result = await bench.run(cell);
      results.push(result);
      tell(result);
    }
    await bench.stop();
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}
