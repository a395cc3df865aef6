import type { Writable } from 'node:stream';
import { AbstractMessageWriter, type Message, type MessageWriter } from './json-rpc.ts';

/** Writes one JSON message a line; a message is one write, so that messages never interleave. */
export class LineWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #output: Writable;

  constructor(output: Writable) {
    super();
    this.#output = output;
    // The reader at the other end may be gone; the end of our own input says what to do then.
    output.on('error', (error: Error) => {
      this.fireError(error);
    });
  }

  write(message: Message): Promise<void> {
    this.writeRaw(message);
    return Promise.resolve();
  }

  /** Also takes what JSON-RPC allows and Message does not: an error response whose id is null. */
  writeRaw(message: unknown): void {
    if (this.#output.writable) this.#output.write(`${JSON.stringify(message)}\n`);
  }

  end(): void {
    this.#output.end();
  }
}
