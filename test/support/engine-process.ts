// The real engine in its own process, called over its pipes as PowerShell does.
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import { readOutputs } from './cli-xml.ts';
import { recordRaised } from './raised-errors.ts';

const bundle = fileURLToPath(new URL('../../module/generated/engine/engine.cjs', import.meta.url));
const clientScript = fileURLToPath(new URL('../../module/generated/Az.LoginTs.client.ps1', import.meta.url));

export interface WireMessage {
  id?: number | null;
  method?: string;
  params?: Record<string, unknown>;
  result?: { outputs?: unknown[]; first?: number; secrets?: string[] } & Record<string, unknown>;
  error?: { code: number; message: string; data?: Record<string, unknown> };
}

export interface CallResult {
  outputs: Record<string, unknown>[];
  /** The notifications and requests of the engine during the call, in order. */
  messages: WireMessage[];
  secrets: string[];
}

export interface CallOptions {
  parameterSet?: string;
  secrets?: string[];
  environment?: Record<string, string>;
  interactive?: boolean;
  /** Whether PowerShell has a desktop; true if omitted. */
  hasDesktop?: boolean;
  /** The columns of the terminal; 0 (no terminal) if omitted. */
  consoleWidth?: number;
  /** Answers host/prompt; a promise that never settles leaves the prompt open. */
  onPrompt?: (message: string) => Promise<string>;
  onMessage?: (message: WireMessage) => void;
  /** Answers host/certificate and host/sign. */
  onHost?: ((method: string, params: Record<string, unknown>) => object) | undefined;
  /** The errors of the session, as PowerShell describes them. */
  errors?: (last: boolean) => object[];
  /** False if PowerShell says that ShouldProcess would only say yes. */
  confirm?: boolean;
  /** Answers -WhatIf, -Confirm and confirmation prompts; yes if omitted. */
  onConfirm?: (asked: { target: string; action: string; query?: string }) => boolean | Promise<boolean>;
}

/** How the engine's process is started if not in the default way. */
export interface EngineStart {
  /** Another Node.js, and another build of the engine's script. */
  readonly node?: string;
  readonly script?: string;
  /** Options before the engine's own script, for example `--require`. */
  readonly nodeOptions?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  /** A user and group without root's permissions. */
  readonly uid?: number;
  /** Another program that starts the engine: its name and arguments, before `node`. */
  readonly through?: readonly string[];
  /** As without -Verbose and -Debug: the engine sends no messages that would not be shown. */
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
  /** The state from the last `session/changed`. */
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
    // Writing to an engine that a test has killed must not fail the test.
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

  /** The build id of the built module. */
  static get buildId(): string {
    return /WireBuildId = '([^']+)'/.exec(readFileSync(clientScript, 'utf8'))?.[1] ?? '';
  }

  writeLine(line: string): void {
    this.child.stdin?.write(`${line}\n`);
  }

  onMessage(listener: (message: WireMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sends a request and returns its response. */
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

  /** `cmdlet` is the cmdlet that will be called first. */
  initialize(state?: string, cmdlet?: string): Promise<WireMessage> {
    return this.request('initialize', {
      buildId: EngineProcess.buildId,
      ...(cmdlet === undefined ? {} : { cmdlet }),
      ...(state === undefined ? {} : { state }),
    });
  }

  /** Starts a cmdlet and returns its id, for cancelling, and its result. */
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
      if (message.method === 'host/describe') {
        this.#answer(message, {
          edition: 'Core',
          version: '7.6',
          interactive: options.interactive ?? false,
          notInteractiveReason: options.interactive === true ? '' : 'this is a test',
          hasDesktop: options.hasDesktop ?? true,
          consoleWidth: options.consoleWidth ?? 0,
        });
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
      host: { debug: !this.#isQuiet, verbose: !this.#isQuiet, confirm: options.confirm },
    };
    const done = this.request('cmdlet/invoke', params, id).then(({ result, error }) => {
      stop();
      result?.secrets?.forEach((value, index) => {
        secrets[(result.first ?? 0) + index] = Buffer.from(value, 'base64').toString();
      });
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

  /** Stops the engine as PowerShell does, and waits until it has ended. */
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

/** The text of all messages in one stream. */
export function streamText(messages: readonly WireMessage[], stream: string): string {
  return messages
    .filter(({ method, params }) => method === 'host/write' && params?.stream === stream)
    .map(({ params }) => String(params?.message))
    .join('\n');
}
