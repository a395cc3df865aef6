// Runs tests in wine, two runs at the same time: the engine's tests in the packaged Node.js for Windows, and the module's
// tests under Pester in one PowerShell for Windows. With `--part`, for `npm test`, only those of the engine's tests run
// that use files and the network, where Windows differs.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ensurePester } from '../test/powershell/index.ts';
import { startModulePlaces } from '../test/support/index.ts';
import { whyNoWindows, Windows } from '../test/windows/index.ts';
import { buildAll } from './build.ts';
import { ensureTestPackages } from './ensure-packages.ts';

const inRepository = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

const partOfEngine = ['test/engine/{storage,http}/**/*.test.ts'];
const engineTests = ['test/engine/*/**/*.test.ts'];
/** Sign-ins whose tests do not use `fetch`, which cannot connect in wine 8 with Node.js 26. */
const wireTests = [
  ...['access-token', 'device-code', 'service-principals', 'given-tokens'],
  ...['federated-identities', 'managed-identity'],
].map((name) => `test/wire/${name}.test.ts`);

/** The last lines of a run: `12 passing`, `3 pending` (mocha), `12 passed, 0 failed, 3 skipped` (Pester). */
function count(output: string, pattern: RegExp): number {
  return Number([...output.matchAll(pattern)].at(-1)?.[1] ?? 0);
}

interface Run {
  readonly code: number;
  readonly output: string;
}

/** Runs tests in the Node.js for Windows. */
async function runMocha(windows: Windows, files: readonly string[]): Promise<Run> {
  const { child, output } = windows.startNode('node_modules/mocha/bin/mocha.js', ['--no-color', ...files]);
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code: code ?? 1, output: await output() };
}

/** Runs `test/module` in the PowerShell for Windows and shows its output at once. */
async function runPester(windows: Windows): Promise<Run> {
  const places = await startModulePlaces((path) => Windows.path(path));
  // HOME is for Linux. wine uses it, the PowerShell must not.
  const variables = Object.fromEntries(Object.entries(places.variables).filter(([name]) => name !== 'HOME'));
  const [runner, pester, tests] = [
    inRepository('test/powershell/run-pester.ps1'),
    await ensurePester(),
    inRepository('test/module'),
  ].map((path) => Windows.path(path));
  const child = windows.startPowerShellFile(
    runner ?? '',
    ['-Pester', pester ?? '', '-Wine', tests ?? ''],
    variables,
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      // wine cannot read a label of drive Z:.
      if (line.startsWith('wine: Read access denied for device')) return;
      output += `${line}\n`;
      process.stdout.write(`${line}\n`);
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  await places.stop();
  return { code: code ?? 1, output };
}

const isPart = process.argv.includes('--part');
const reason = whyNoWindows();
if (reason !== undefined) {
  console.log(`0 passed, 0 failed, 1 skipped: ${reason}`);
  process.exit(0);
}
if (!isPart) {
  ensureTestPackages();
  await buildAll();
}
// Stop wine when this process ends, for whatever reason.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const windows = await Windows.make();
const [mocha, pester] = await Promise.all([
  runMocha(windows, isPart ? partOfEngine : [...engineTests, ...wireTests]),
  runPester(windows),
]);
windows.stop();
process.stdout.write(mocha.output);

const passed = count(mocha.output, /(\d+) passing/g) + count(pester.output, /(\d+) passed/g);
const failures = count(mocha.output, /(\d+) failing/g) + count(pester.output, /(\d+) failed/g);
const skipped = count(mocha.output, /(\d+) pending/g) + count(pester.output, /(\d+) skipped/g);
// A run that exits with another code than 0 has failed, even if it reports no failed test.
const failed = failures === 0 && (mocha.code !== 0 || pester.code !== 0) ? 1 : failures;
console.log(`${String(passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
