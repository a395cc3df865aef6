import type { Readable } from 'node:stream';
import { AbstractMessageReader, type DataCallback, type Disposable, type Message } from './json-rpc.ts';
import { maxMessageLength } from '../protocol/methods.ts';

/** A line was rejected. The message goes into the JSON-RPC error response. */
export class MalformedLineError extends Error {}

/**
 * Reads one JSON message per line. An invalid line is reported through `onError` and skipped; the following lines are
 * still read.
 */
export class LineReader extends AbstractMessageReader {
  readonly #input: Readable;
  #pending: string[] = [];
  #pendingLength = 0;
  #skipping = false;

  constructor(input: Readable) {
    super();
    this.#input = input;
  }

  override listen(callback: DataCallback): Disposable {
    this.#input.setEncoding('utf8');
    const onData = (chunk: string): void => {
      this.#take(chunk, callback);
    };
    const onEnd = (): void => {
      this.fireClose();
    };
    this.#input.on('data', onData);
    this.#input.once('end', onEnd);
    this.#input.once('error', onEnd);
    return {
      dispose: () => {
        this.#input.off('data', onData);
      },
    };
  }

  #take(chunk: string, callback: DataCallback): void {
    let start = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
      this.#keep(chunk.slice(start, end));
      start = end + 1;
      this.#finishLine(callback);
    }
    this.#keep(chunk.slice(start));
  }

  #keep(part: string): void {
    if (this.#skipping || part === '') return;
    this.#pendingLength += part.length;
    this.#pending.push(part);
    if (this.#pendingLength > maxMessageLength) {
      this.#pending = [];
      this.#skipping = true;
    }
  }

  #finishLine(callback: DataCallback): void {
    const line = this.#pending.join('').replace(/^\uFEFF/, '');
    const tooLong = this.#skipping;
    this.#pending = [];
    this.#pendingLength = 0;
    this.#skipping = false;
    if (tooLong) {
      this.fireError(
        new MalformedLineError(`A message may have ${String(maxMessageLength)} characters at most.`),
      );
    } else if (line.trim() !== '') {
      this.#parse(line, callback);
    }
  }

  #parse(line: string, callback: DataCallback): void {
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      // The parser's own message quotes the line, which may contain a secret.
      this.fireError(new MalformedLineError('The line is not JSON.'));
      return;
    }
    if (!isMessage(message)) {
      this.fireError(new MalformedLineError('The line is not a JSON-RPC 2.0 message.'));
      return;
    }
    try {
      callback(message);
    } catch {
      // The library does not check a message's members, for example a `$/cancelRequest` without parameters.
      this.fireError(new MalformedLineError('The message lacks members that its method requires.'));
    }
  }
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { jsonrpc, method, id } = value as Record<string, unknown>;
  if (jsonrpc !== '2.0') return false;
  return (
    typeof method === 'string' || ((typeof id === 'number' || typeof id === 'string') && method === undefined)
  );
}
