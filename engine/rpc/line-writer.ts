import type { Writable } from 'node:stream';
import { AbstractMessageWriter, type Message, type MessageWriter } from './json-rpc.ts';

/** Writes one JSON message per line, each in a single write so that messages never interleave. */
export class LineWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #output: Writable;

  constructor(output: Writable) {
    super();
    this.#output = output;
    // The reader may be gone. We exit when our own input ends, so only report the error.
    output.on('error', (error: Error) => {
      this.fireError(error);
    });
  }

  write(message: Message): Promise<void> {
    this.writeRaw(message);
    return Promise.resolve();
  }

  /** Also accepts a message that JSON-RPC allows and the type Message does not: an error response with a null id. */
  writeRaw(message: unknown): void {
    if (this.#output.writable) this.#output.write(`${JSON.stringify(message)}\n`);
  }

  end(): void {
    this.#output.end();
  }
}
