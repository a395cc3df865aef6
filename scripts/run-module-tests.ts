// Runs the module's tests under Pester in one PowerShell, with a local cloud beside it: all, or the files and folders
// given.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ensurePester, ensurePowerShell } from '../test/powershell/index.ts';
import { startModulePlaces } from '../test/support/module-places.ts';
import { raisedErrorsVariable } from '../test/support/raised-errors.ts';

const runner = fileURLToPath(new URL('../test/powershell/run-pester.ps1', import.meta.url));
const [pwsh, pester] = [await ensurePowerShell(), await ensurePester()];
const given = process.argv.slice(2);
const raised = process.env[raisedErrorsVariable];
const places = await startModulePlaces();
const child = spawn(
  pwsh,
  [
    ...['-NoProfile', '-NonInteractive', '-File', runner, '-Pester', pester],
    ...(raised === undefined ? [] : ['-RaisedErrors', raised]),
    ...(given.length > 0 ? given : ['test/module']),
  ],
  { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...places.variables } },
);
const [code] = (await once(child, 'close')) as [number | null];
await places.stop();
process.exit(code ?? 1);
