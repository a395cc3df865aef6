// The engine's process. Only the wire uses stdin and stdout.
import { findCmdlet } from './cmdlets/index.ts';
import { oldestNode } from './protocol/version.ts';
import { serve } from './rpc/serve.ts';
import { createServices } from './session/service-factory.ts';
import { isRunning } from './storage/files/lock-owner.ts';

/** How often to check that the PowerShell that started us still runs. */
const parentCheckMs = 2000;

if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  process.stderr.write(
    `Az.LoginTs needs Node.js ${String(oldestNode)} or later; this is ${process.version}.\n`,
  );
  process.exit(1);
}

const stdout = process.stdout;
// Output from a library would corrupt the wire.
for (const method of ['log', 'info', 'debug', 'warn', 'error', 'trace', 'dir', 'table'] as const) {
  console[method] = () => undefined;
}

// In a terminal, Ctrl+C reaches the whole process group. We ignore it and wait for $/cancelRequest.
process.on('SIGINT', () => undefined);

// If PowerShell is killed, a grandchild may keep the other end of our stdin open. Windows still reports the pid of a
// parent that has ended.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent || (process.platform === 'win32' && !isRunning(parent))) process.exit(0);
}, parentCheckMs).unref();

/**
 * Passes unhandled errors to the listener. Any local program can break a connection to the listener of a sign-in, so
 * connection errors are ignored.
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
