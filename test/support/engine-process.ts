// The real engine, in a process of its own, spoken to as PowerShell does: over its pipes.
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import { readOutputs } from './cli-xml.ts';
import { recordRaised } from './raised-errors.ts';

const bundle = fileURLToPath(new URL('../../module/generated/engine/engine.cjs', import.meta.url));
const moduleScript = fileURLToPath(new URL('../../module/generated/Az.LoginTs.psm1', import.meta.url));

export interface WireMessage {
  id?: number | null;
  method?: string;
  params?: Record<string, unknown>;
  result?: { outputs?: unknown[] } & Record<string, unknown>;
  error?: { code: number; message: string; data?: Record<string, unknown> };
}

export interface CallResult {
  outputs: Record<string, unknown>[];
  /** What was told during the call, in order. */
  messages: WireMessage[];
  secrets: string[];
}

export interface CallOptions {
  parameterSet?: string;
  secrets?: string[];
  environment?: Record<string, string>;
  interactive?: boolean;
  /** Whether PowerShell has one; yes where not given. */
  hasDesktop?: boolean;
  /** Of the terminal; none where not given. */
  consoleWidth?: number;
  /** Answers host/prompt; a promise that never settles leaves the question open. */
  onPrompt?: (message: string) => Promise<string>;
  onMessage?: (message: WireMessage) => void;
  /** Answers host/certificate and host/sign. */
  onHost?: ((method: string, params: Record<string, unknown>) => object) | undefined;
  /** The errors of the session, as PowerShell tells of them. */
  errors?: (last: boolean) => object[];
  /** Answers -WhatIf, -Confirm and questions; yes where left out. */
  onConfirm?: (asked: { target: string; action: string; query?: string }) => boolean | Promise<boolean>;
}

/** How the engine's process is started, where it is not as usual. */
export interface EngineStart {
  /** Another Node.js, and another build of the engine's script. */
  readonly node?: string;
  readonly script?: string;
  /** Before the engine's own script: `--require` and the like. */
  readonly nodeOptions?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  /** A user and group without any right of root. */
  readonly uid?: number;
  /** Runs the engine through another program: its name and what comes before `node`. */
  readonly through?: readonly string[];
  /** As without -Verbose and -Debug: nothing is told that nobody would see. */
  readonly isQuiet?: boolean;
}

/** A call that failed, with the error's data. */
export class CallError extends Error {
  readonly data: Record<string, unknown>;
  readonly code: number;
  constructor(error: { code: number; message: string; data?: Record<string, unknown> }) {
    super(error.message);
    this.code = error.code;
    this.data = error.data ?? {};
  }
}

export class EngineProcess {
  readonly child: ChildProcess;
  readonly #environment: Record<string, string>;
  readonly #isQuiet: boolean;
  readonly #listeners = new Set<(message: WireMessage) => void>();
  #lastId = 0;
  /** The last that `session/changed` told. */
  state: string | undefined;

  constructor(environment: Record<string, string> = {}, start: EngineStart = {}) {
    this.#environment = environment;
    this.#isQuiet = start.isQuiet === true;
    const node = [start.node ?? process.execPath, ...(start.nodeOptions ?? []), start.script ?? bundle];
    const [program = '', ...parameters] = [...(start.through ?? []), ...node];
    this.child = spawn(program, parameters, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...start.variables },
      ...(start.uid === undefined ? {} : { uid: start.uid, gid: start.uid }),
    });
    // Writing to one that was killed is no failure of the test that killed it.
    this.child.stdin?.on('error', () => undefined);
    if (this.child.stdout === null) throw new Error('The engine has no stdout.');
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      const message = JSON.parse(line) as WireMessage;
      for (const part of [message.params, message.result, message.error?.data]) {
        if (typeof part?.outputs === 'string') part.outputs = readOutputs(part.outputs);
      }
      if (message.method === 'session/changed') this.state = message.params?.state as string;
      recordRaised(message.error?.data?.id);
      for (const listener of [...this.#listeners]) listener(message);
    });
  }

  /** The build id that the module was built with. */
  static get buildId(): string {
    return /WireBuildId = '([^']+)'/.exec(readFileSync(moduleScript, 'utf8'))?.[1] ?? '';
  }

  writeLine(line: string): void {
    this.child.stdin?.write(`${line}\n`);
  }

  onMessage(listener: (message: WireMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sends a request and gives its answer. */
  request(method: string, params: object, id = ++this.#lastId): Promise<WireMessage> {
    return new Promise((resolve) => {
      const stop = this.onMessage((message) => {
        if (message.id !== id || message.method !== undefined) return;
        stop();
        resolve(message);
      });
      this.writeLine(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    });
  }

  /** `cmdlet`: the one that is said to come first. */
  initialize(state?: string, cmdlet?: string): Promise<WireMessage> {
    return this.request('initialize', {
      buildId: EngineProcess.buildId,
      ...(cmdlet === undefined ? {} : { cmdlet }),
      ...(state === undefined ? {} : { state }),
    });
  }

  /** Starts a cmdlet: its id, for cancelling, and its outcome. */
  start(
    cmdlet: string,
    parameters: object = {},
    options: CallOptions = {},
  ): { id: number; done: Promise<CallResult> } {
    const id = ++this.#lastId;
    const messages: WireMessage[] = [];
    const outputs: Record<string, unknown>[] = [];
    const secrets: string[] = [];
    const stop = this.onMessage((message) => {
      if (message.params?.invocation !== id) return;
      messages.push(message);
      options.onMessage?.(message);
      if (message.method === 'host/output')
        outputs.push(...(message.params.outputs as Record<string, unknown>[]));
      if (message.method === 'host/secret') {
        secrets[message.params.index as number] = Buffer.from(
          message.params.value as string,
          'base64',
        ).toString();
      }
      if (message.method === 'host/confirm') {
        const asked = message.params as { target: string; action: string; query?: string };
        void Promise.resolve(options.onConfirm?.(asked) ?? true).then((confirmed) => {
          this.#answer(message, { confirmed });
        });
      }
      if (message.method === 'host/certificate' || message.method === 'host/sign') {
        this.#answer(message, options.onHost?.(message.method, message.params) ?? { chain: [], problem: '' });
      }
      if (message.method === 'host/errors') {
        this.#answer(message, { errors: options.errors?.(message.params.last === true) ?? [] });
      }
      if (message.method === 'host/prompt') {
        void options.onPrompt?.(message.params.message as string).then((text) => {
          this.#answer(message, { text });
        });
      }
    });
    const params = {
      invocation: id,
      cmdlet,
      parameterSet: options.parameterSet ?? '',
      parameters,
      secrets: options.secrets ?? [],
      environment: { ...this.#environment, ...options.environment },
      host: {
        edition: 'Core',
        version: '7.6',
        interactive: options.interactive ?? false,
        notInteractiveReason: options.interactive === true ? '' : 'this is a test',
        hasDesktop: options.hasDesktop ?? true,
        consoleWidth: options.consoleWidth ?? 0,
        debug: !this.#isQuiet,
        verbose: !this.#isQuiet,
        module: '',
      },
    };
    const done = this.request('cmdlet/invoke', params, id).then(({ result, error }) => {
      stop();
      if (error !== undefined) throw new CallError(error);
      return {
        outputs: [...outputs, ...((result?.outputs ?? []) as Record<string, unknown>[])],
        messages,
        secrets,
      };
    });
    return { id, done };
  }

  call(cmdlet: string, parameters: object = {}, options: CallOptions = {}): Promise<CallResult> {
    return this.start(cmdlet, parameters, options).done;
  }

  cancel(id: number): void {
    this.writeLine(JSON.stringify({ jsonrpc: '2.0', method: '$/cancelRequest', params: { id } }));
  }

  /** Ends the engine as PowerShell does, and waits until it is gone. */
  async stop(): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const gone = new Promise<number | null>((resolve) => this.child.once('exit', resolve));
    this.child.stdin?.end();
    return gone;
  }

  #answer({ id }: WireMessage, result: object): void {
    this.writeLine(JSON.stringify({ jsonrpc: '2.0', id, result }));
  }
}

/** The text of everything that was told in one stream. */
export function streamText(messages: readonly WireMessage[], stream: string): string {
  return messages
    .filter(({ method, params }) => method === 'host/write' && params?.stream === stream)
    .map(({ params }) => String(params?.message))
    .join('\n');
}
