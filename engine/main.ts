// The engine's process: stdin and stdout carry the wire and nothing else.
import { findCmdlet } from './cmdlets/index.ts';
import { oldestNode } from './protocol/version.ts';
import { serve } from './rpc/serve.ts';
import { createServices } from './session/service-factory.ts';
import { isRunning } from './storage/files/lock-owner.ts';

/** How often to look whether the PowerShell that started us is still there. */
const parentCheckMs = 2000;

if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  process.stderr.write(
    `Az.LoginTs needs Node.js ${String(oldestNode)} or later; this is ${process.version}.\n`,
  );
  process.exit(1);
}

const stdout = process.stdout;
// A library that prints would corrupt the wire.
for (const method of ['log', 'info', 'debug', 'warn', 'error', 'trace', 'dir', 'table'] as const) {
  console[method] = () => undefined;
}

// Ctrl+C in a terminal reaches the whole process group; what it means for us comes as $/cancelRequest.
process.on('SIGINT', () => undefined);

// A grandchild may hold our stdin's other end open after PowerShell was killed. Windows goes on naming a parent that
// is gone.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent || (process.platform === 'win32' && !isRunning(parent))) process.exit(0);
}, parentCheckMs).unref();

/**
 * The last net below what should have been handled where it came up. Any program on this machine can break off a
 * connection to the listener of a sign-in: such an error of a connection is nobody's here, and passes by.
 */
function onFault(listener: (error: unknown) => void): void {
  process.on('uncaughtException', (error: NodeJS.ErrnoException, origin) => {
    const isOfConnection = origin === 'uncaughtException' && error.syscall !== undefined;
    if (!isOfConnection) listener(error);
  });
}

void serve(process.stdin, stdout, { findCmdlet, services: createServices(), onFault }).then(() => {
  process.exit(0);
});
