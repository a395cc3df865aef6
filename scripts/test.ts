// `npm test`: sets up what is missing, then lint, types, and every test there is, and closes with one count.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAll } from './build.ts';
import { ensureTestPackages } from './ensure-packages.ts';
import { neverRaised, raisedErrorsVariable } from '../test/support/raised-errors.ts';
import { ensurePowerShell } from '../test/powershell/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs a program and shows what it prints while it prints it. */
async function run(
  title: string,
  command: string,
  args: string[],
): Promise<{ code: number; output: string }> {
  process.stdout.write(`\n── ${title}\n`);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      process.stdout.write(text);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
}

const bin = (name: string): string => `${root}node_modules/${name}`;
const total: Count = { passed: 0, failed: 0, skipped: 0 };

/** A step that passes or fails as a whole. */
async function check(title: string, command: string, args: string[]): Promise<void> {
  const { code } = await run(title, command, args);
  if (code === 0) total.passed += 1;
  else total.failed += 1;
}

/** A test runner that prints how many tests passed and failed; one that fails without saying so counts as failed. */
async function runTests(title: string, command: string, args: string[]): Promise<void> {
  const { code, output } = await run(title, command, args);
  const last = (pattern: RegExp): number => Number([...output.matchAll(pattern)].at(-1)?.[1] ?? 0);
  const failed = last(/(\d+) (?:failing|failed)/g);
  total.passed += last(/(\d+) (?:passing|passed)/g);
  total.skipped += last(/(\d+) (?:pending|skipped)/g);
  total.failed += code !== 0 && failed === 0 ? 1 : failed;
}

ensureTestPackages();
await buildAll();
process.env.AZ_LOGINTS_TEST_PWSH = await ensurePowerShell();

const raised = join(await mkdtemp(join(tmpdir(), 'az-logints-raised-')), 'ids');
process.env[raisedErrorsVariable] = raised;
await writeFile(raised, '');

const node = process.execPath;
await check('generated files are as the sources say', 'git', [
  'diff',
  '--exit-code',
  '--stat',
  '--',
  'Az.LoginTs.psd1',
  'docs',
]);
await check('types', node, [bin('typescript/bin/tsc'), '--noEmit']);
await check('lint', node, [bin('eslint/bin/eslint.js'), '.']);
await check('format', node, [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']);
await runTests('engine, wire, flows, pages', node, [
  '--import',
  'tsx',
  bin('mocha/bin/mocha.js'),
  'test/**/*.test.ts',
]);
await runTests('module, in a PowerShell', node, ['--import', 'tsx', 'scripts/run-module-tests.ts']);
await runTests('engine and module, on Windows as far as wine is one', node, [
  ...['--import', 'tsx', 'scripts/run-windows-tests.ts', '--part'],
]);

// Elsewhere the tests of the keyring and of the terminal are skipped, and what they raise with them.
if (process.platform === 'linux') {
  process.stdout.write('\n── every error is raised by a test\n');
  const forgotten = await neverRaised(raised);
  for (const id of forgotten) process.stdout.write(`no test raises ${id}\n`);
  if (forgotten.length > 0) total.failed += 1;
  else total.passed += 1;
}
await rm(dirname(raised), { recursive: true });

process.stdout.write(
  `\n${String(total.passed)} passed, ${String(total.failed)} failed, ${String(total.skipped)} skipped\n`,
);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
