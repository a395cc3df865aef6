// vscode-jsonrpc without its Node.js part, which loads the modules for sockets, child processes and cryptography
// before the first message is read. This file installs the few things that we need from it.
import { RAL, type Message } from 'vscode-jsonrpc';

const contentType = 'application/json';

const runtime: RAL = {
  applicationJson: {
    encoder: {
      name: contentType,
      encode: (message: Message) => Promise.resolve(Buffer.from(JSON.stringify(message), 'utf8')),
    },
    decoder: {
      name: contentType,
      decode: (bytes: Uint8Array) =>
        Promise.resolve(JSON.parse(Buffer.from(bytes).toString('utf8')) as Message),
    },
  },
  messageBuffer: {
    create: () => {
      throw new Error('Messages are lines here, and LineReader reads them.');
    },
  },
  console,
  get crypto() {
    return crypto;
  },
  timer: {
    setTimeout(callback, ms, ...args: unknown[]) {
      const timer = setTimeout(callback, ms, ...args);
      return {
        dispose: () => {
          clearTimeout(timer);
        },
      };
    },
    setImmediate(callback, ...args: unknown[]) {
      const immediate = setImmediate(callback, ...args);
      return {
        dispose: () => {
          clearImmediate(immediate);
        },
      };
    },
    setInterval(callback, ms, ...args: unknown[]) {
      const timer = setInterval(callback, ms, ...args);
      return {
        dispose: () => {
          clearInterval(timer);
        },
      };
    },
  },
};
RAL.install(runtime);

export * from 'vscode-jsonrpc';
