// `npm run test:module`: runs the module's tests under Pester in one PowerShell, with a local cloud. Runs all tests, or
// the given files and folders. The module must be built.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePester, ensurePowerShell } from '../test/powershell/index.ts';
import { startModulePlaces, recordRaised } from '../test/support/index.ts';

const runner = fileURLToPath(new URL('../test/powershell/run-pester.ps1', import.meta.url));
const [pwsh, pester] = [await ensurePowerShell(), await ensurePester()];
const given = process.argv.slice(2);
const places = await startModulePlaces();
const raised = join(places.folder, 'raised');
const parameters = [
  '-Pester',
  pester,
  '-RaisedErrors',
  raised,
  ...(given.length > 0 ? given : ['test/module']),
];
const child = spawn(
  pwsh,
  ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', runner, ...parameters],
  { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...places.variables } },
);
const [code] = (await once(child, 'close')) as [number | null];
const ids = await readFile(raised, 'utf8').catch(() => '');
for (const id of ids.split(/\r?\n/)) recordRaised(id);
await places.stop();
process.exit(code ?? 1);
