// Waits for a long-running operation: polls its state until it ends, then fetches the result.
import { commandLine } from '../text/command-line.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { redact } from '../text/redact.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import type { HttpResponse } from '../http/types.ts';
import { EngineError } from '../errors/engine-error.ts';
import type { Interaction } from '../signin/interaction.ts';
import { failureReason, operationState, type StatusSource } from './operation-state.ts';
import { ownAddress } from './own-addresses.ts';
import type { RequestTarget } from './request-target.ts';
import type { RestClient, RestRequest } from './rest-client.ts';

/** Az.Accounts' names for the source of the status address. */
export const pollFromNames = ['AzureAsyncLocation', 'Location', 'OriginalUri', 'Operation-Location'] as const;
/** Az.Accounts' names for the source of the result; FinalStateVia is the last answer of the status address. */
export const finalResultNames = ['FinalStateVia', 'Location', 'OriginalUri', 'Operation-Location'] as const;

export interface Operation {
  readonly request: RestRequest;
  /** The answer that started it. */
  readonly first: HttpResponse;
  readonly pollFrom: (typeof pollFromNames)[number] | undefined;
  readonly resultFrom: (typeof finalResultNames)[number] | undefined;
}

export interface OperationTools {
  readonly client: RestClient;
  readonly target: Pick<RequestTarget, 'owns'>;
  readonly interaction: Pick<Interaction, 'progress' | 'verbose'>;
  readonly signal: AbortSignal;
}

/** Waits if the service does not ask for one: the first, doubled each time up to the second. */
const [firstWaitMs, longestWaitMs] = [1000, 30_000];
/** The shortest pause, even if the service asks for none. */
const shortestWaitMs = 200;
/** The longest time of a Node.js timer. */
const timerLimitMs = 2 ** 31 - 1;

/** The wait fails after this many consecutive failed polls. */
const maxFailures = 10;
const activity = 'Waiting for the operation';

const sources: Readonly<Record<string, StatusSource>> = {
  AzureAsyncLocation: 'Azure-AsyncOperation',
  Location: 'Location',
  OriginalUri: 'OriginalUri',
  'Operation-Location': 'Operation-Location',
};

/**
 * Returns the last answer of an operation: its result, or the HTTP error from its status address.
 * @throws EngineError `Operation.Failed`, also if it was cancelled; `Operation.NoAddress`; as `RestClient`
 */
export async function waitForOperation(operation: Operation, tools: OperationTools): Promise<HttpResponse> {
  return new OperationWait(operation, tools).run();
}

class OperationWait {
  readonly #operation: Operation;
  readonly #tools: OperationTools;
  /** The URLs named in headers so far; a later answer may replace them. */
  readonly #addresses = new Map<StatusSource, string>();
  /** The request, for messages. */
  readonly #shown: string;

  constructor(operation: Operation, tools: OperationTools) {
    this.#operation = operation;
    this.#tools = tools;
    const { method, url } = operation.request;
    this.#shown = `${method} ${new URL(url).pathname}`;
    this.#rememberAddresses(operation.first, url);
    this.#addresses.set('OriginalUri', url);
  }

  async run(): Promise<HttpResponse> {
    try {
      const { pollFrom } = this.#operation;
      const source = pollFrom === undefined ? this.#defaultSource() : sources[pollFrom];
      // A POST or DELETE without a status address cannot be followed, because its own URL does not return a state.
      if (source === undefined) return this.#operation.first;
      const last = await this.#poll(source, 'PollFrom');
      return last.status >= 300 ? this.#end(last, source) : await this.#result(last, source);
    } finally {
      this.#tools.interaction.progress(activity, 'Done', { done: true });
    }
  }

  /** Polls until the operation ends. An HTTP error ends it too. */
  async #poll(source: StatusSource, parameter: string): Promise<HttpResponse> {
    let answer = this.#operation.first;
    let wait = firstWaitMs;
    let failures = 0;
    let announced = '';
    let shown = { name: '', percent: undefined as number | undefined };
    for (;;) {
      const address = this.#addressOf(source, parameter);
      if (address !== announced)
        this.#tools.interaction.verbose(`The operation is followed at ${redact(address)}.`);
      announced = address;
      await this.#pause(retryAfterMs(answer.headers['retry-after']) ?? wait, shown);
      wait = Math.min(wait * 2, longestWaitMs);
      const outcome = await this.#ask(address);
      // An unreachable or busy service says nothing about the operation, so keep polling.
      if (outcome instanceof EngineError || outcome.status === 429 || outcome.status >= 500) {
        if (++failures < maxFailures) continue;
        if (outcome instanceof EngineError) throw outcome;
        return outcome;
      }
      failures = 0;
      answer = outcome;
      if (answer.status >= 300) return answer;
      this.#rememberAddresses(answer, address);
      const state = operationState(answer, source);
      if (state.kind === 'succeeded') return answer;
      if (state.kind === 'failed') throw this.#failed(state.name, failureReason(answer), address);
      shown = { name: state.name, percent: state.percent };
    }
  }

  async #ask(address: string): Promise<HttpResponse | EngineError> {
    try {
      return await this.#tools.client({ method: 'GET', url: address });
    } catch (error) {
      if (error instanceof EngineError && error.entry.retriable === true) return error;
      throw error;
    }
  }

  async #result(last: HttpResponse, polled: StatusSource): Promise<HttpResponse> {
    const { request, resultFrom } = this.#operation;
    if (resultFrom === 'FinalStateVia') return last;
    const source =
      resultFrom === undefined ? this.#defaultResult(request.method, polled) : sources[resultFrom];
    if (source === undefined || source === polled) return last;
    if (source === 'Location') return this.#poll('Location', 'FinalResultFrom');
    return this.#tools.client({ method: 'GET', url: this.#addressOf(source, 'FinalResultFrom') });
  }

  /** Returns the final answer after an error status. After a DELETE, 404 means success. */
  #end(last: HttpResponse, source: StatusSource): HttpResponse {
    const { request, first } = this.#operation;
    const isGone = last.status === 404 && source === 'OriginalUri' && request.method === 'DELETE';
    return isGone ? first : last;
  }

  #defaultSource(): StatusSource | undefined {
    const named = (['Azure-AsyncOperation', 'Operation-Location', 'Location'] as const).find((source) =>
      this.#addresses.has(source),
    );
    const { method } = this.#operation.request;
    return named ?? (method === 'PUT' || method === 'PATCH' ? 'OriginalUri' : undefined);
  }

  /** The default for `final-state-via` in the guidelines. */
  #defaultResult(method: string, polled: StatusSource): StatusSource | undefined {
    if (method === 'PUT' || method === 'PATCH') return 'OriginalUri';
    const hasResult = method === 'POST' && polled !== 'Operation-Location' && this.#addresses.has('Location');
    return hasResult ? 'Location' : undefined;
  }

  #rememberAddresses(answer: HttpResponse, base: string): void {
    for (const source of ['Azure-AsyncOperation', 'Operation-Location', 'Location'] as const) {
      const text = answer.headers[source.toLowerCase()];
      if (text === undefined) continue;
      if (source === 'Location' && answer === this.#operation.first && this.#isPlaceOfResource(answer))
        continue;
      this.#addresses.set(
        source,
        ownAddress(this.#tools.target.owns, text, base, 'the state of the operation'),
      );
    }
  }

  /** If a PUT answers 200 or 201, Location is the address of the resource, unless the user says otherwise. */
  #isPlaceOfResource({ status }: HttpResponse): boolean {
    const { request, pollFrom, resultFrom } = this.#operation;
    const isChange = request.method === 'PUT' || request.method === 'PATCH';
    return isChange && status !== 202 && pollFrom !== 'Location' && resultFrom !== 'Location';
  }

  #addressOf(source: StatusSource, parameter: string): string {
    const address = this.#addresses.get(source);
    if (address !== undefined) return address;
    const { first } = this.#operation;
    const present = [...this.#addresses.keys()].join(', ');
    throw new EngineError('Operation.NoAddress', {
      facts: { request: this.#shown, status: first.status, header: source, parameter, present },
      target: this.#shown,
    });
  }

  #failed(state: string, reason: string, address: string): EngineError {
    return new EngineError('Operation.Failed', {
      facts: {
        request: this.#shown,
        state,
        reason,
        status: commandLine('Invoke-AzRestMethod', { Uri: address }),
      },
      target: this.#shown,
    });
  }

  async #pause(
    waitMs: number,
    { name, percent }: { name: string; percent: number | undefined },
  ): Promise<void> {
    const { interaction, signal } = this.#tools;
    const ms = Math.min(Math.max(waitMs, shortestWaitMs), timerLimitMs);
    const status = `${this.#shown}: ${name === '' ? 'under way' : name}; asked again in ${String(Math.ceil(ms / 1000))} s`;
    interaction.progress(activity, status, percent === undefined ? {} : { percent });
    await delay(ms, undefined, { signal });
  }
}
