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

void serve(process.stdin, stdout, { findCmdlet, services: createServices() }).then(() => {
  process.exit(0);
});
