// The engine in this process, called over its protocol, because a process for each input would take a second.
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { findCmdlet } from '../../engine/cmdlets/index.ts';
import type { HostFacts } from '../../engine/protocol/methods.ts';
import { serve } from '../../engine/rpc/serve.ts';
import { createServices } from '../../engine/session/service-factory.ts';

interface Answer {
  readonly id?: unknown;
  readonly result?: { readonly outputs?: readonly unknown[] };
  readonly error?: {
    readonly message: string;
    readonly data?: { readonly id?: string; readonly engineStack?: string };
  };
}

const describedHost: HostFacts = {
  edition: 'Core',
  version: '7.6',
  interactive: false,
  notInteractiveReason: 'this is a test',
  hasDesktop: false,
};

export class InnerEngine {
  readonly #input = new PassThrough();
  readonly #output = new PassThrough();
  readonly #ended: Promise<void>;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #answers = new Map<unknown, (answer: Answer) => void>();
  #text = '';
  #lastId = 1_000_000;

  constructor(environment: Readonly<Record<string, string>>) {
    this.#environment = environment;
    this.#output.setEncoding('utf8').on('data', (chunk: string) => {
      this.#text += chunk;
      const lines = this.#text.split('\n');
      this.#text = lines.pop() ?? '';
      for (const line of lines) this.#take(JSON.parse(line) as Answer & { method?: string });
    });
    this.#ended = serve(this.#input, this.#output, { findCmdlet, services: createServices() });
  }

  /** Writes text that may not be a valid message. */
  async write(text: string): Promise<void> {
    if (!this.#input.write(text)) await once(this.#input, 'drain');
  }

  request(method: string, params: object): Promise<Answer> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      this.#input.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    });
  }

  /** The parameters of a cmdlet call. */
  callOf(cmdlet: string, parameters: object, parameterSet = ''): object {
    return {
      ...{ invocation: 1, cmdlet, parameterSet, parameters, secrets: [], environment: this.#environment },
      host: { debug: false, verbose: false },
    };
  }

  /**
   * Calls a cmdlet; an error of the catalogue is a normal outcome.
   * @throws Error for an unexpected error in the engine
   */
  async call(cmdlet: string, parameters: object = {}, parameterSet = ''): Promise<void> {
    const { error } = await this.request('cmdlet/invoke', this.callOf(cmdlet, parameters, parameterSet));
    if (error === undefined || (error.data?.id !== undefined && error.data.id !== 'Engine.Unexpected'))
      return;
    throw new Error(`${cmdlet}: ${error.message}\n${error.data?.engineStack ?? ''}`);
  }

  async stop(): Promise<void> {
    this.#input.end();
    await this.#ended;
  }

  /** Answers the engine's requests with a fixed answer, so that no call waits. */
  #take(message: Answer & { method?: string }): void {
    if (message.method !== undefined) {
      if (message.id === undefined) return;
      this.#input.write(
        `${JSON.stringify({ jsonrpc: '2.0', id: message.id, result: { confirmed: true, text: '', ...describedHost } })}\n`,
      );
      return;
    }
    this.#answers.get(message.id)?.(message);
    this.#answers.delete(message.id);
  }
}
