// `npm test`: installs what is missing, runs lint, types and every test, and prints one count at the end.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAll } from './build.ts';
import { ensureTestPackages } from './ensure-packages.ts';
import { ensurePester, ensurePowerShell } from '../test/powershell/index.ts';
import { neverRaised, raisedErrorsVariable } from '../test/support/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

interface Finished {
  readonly code: number;
  readonly output: string;
}

/** Runs a program and shows its output, either at once or all together when it has ended. */
async function run(
  title: string,
  command: string,
  args: readonly string[],
  isLive = false,
): Promise<Finished> {
  const begin = performance.now();
  if (isLive) process.stdout.write(`\n── ${title}\n`);
  const finished = await new Promise<Finished>((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (isLive) process.stdout.write(text);
      });
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
  const seconds = Math.round((performance.now() - begin) / 1000);
  process.stdout.write(`\n── ${title}: ${String(seconds)} s\n${isLive ? '' : finished.output}`);
  return finished;
}

const bin = (name: string): string => `${root}node_modules/${name}`;
const total: Count = { passed: 0, failed: 0, skipped: 0 };

/** Runs a step that passes or fails as a whole. */
async function check(title: string, command: string, args: readonly string[]): Promise<void> {
  const { code } = await run(title, command, args);
  if (code === 0) total.passed += 1;
  else total.failed += 1;
}

/** Runs a test runner and adds up its passed and failed tests. If it fails without a failed test, it counts as one. */
async function runTests(title: string, args: readonly string[], isLive = false): Promise<void> {
  const { code, output } = await run(title, process.execPath, ['--import', 'tsx', ...args], isLive);
  const last = (pattern: RegExp): number => Number([...output.matchAll(pattern)].at(-1)?.[1] ?? 0);
  const failed = last(/(\d+) (?:failing|failed)/g);
  total.passed += last(/(\d+) (?:passing|passed)/g);
  total.skipped += last(/(\d+) (?:pending|skipped)/g);
  total.failed += code !== 0 && failed === 0 ? 1 : failed;
}

/** What earlier runs have checked. A fresh clone has none of it. */
const checked = join(root, '.local/checked');

/**
 * Returns the file for what ESLint found in exactly these sources. A rule about types can find something else in a file
 * that has not changed, so a change of any source makes all that was found before invalid.
 */
async function lintCache(): Promise<string> {
  const wanted = ['*.ts', '*.js', '*.mjs', '*.json'];
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', ...wanted],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  const hash = createHash('sha256').update(listed);
  for (const path of listed.split('\0').filter((each) => each !== '' && existsSync(join(root, each))))
    hash.update(path).update(await readFile(join(root, path)));
  const folder = join(checked, 'lint');
  const file = join(folder, hash.digest('hex'));
  if (!existsSync(file)) await rm(folder, { recursive: true, force: true });
  return file;
}

async function runChecks(): Promise<void> {
  const node = process.execPath;
  const generated = ['diff', '--exit-code', '--stat', '--', 'Az.LoginTs.psd1', 'docs'];
  const keptIn = (file: string): string[] => [
    '--cache',
    '--cache-strategy',
    'content',
    '--cache-location',
    file,
  ];
  const types = ['--noEmit', '--incremental', '--tsBuildInfoFile', join(checked, 'types.json')];
  await check('generated files are as the sources say', 'git', generated);
  await check('types', node, [bin('typescript/bin/tsc'), ...types]);
  await check('lint', node, [bin('eslint/bin/eslint.js'), ...keptIn(await lintCache()), '.']);
  const format = [...keptIn(join(checked, 'format.json')), '--check', '--log-level', 'warn', '.'];
  await check('format', node, [bin('prettier/bin/prettier.cjs'), ...format]);
}

/**
 * The files of Mocha, those that take longest first, so that no process is left with a long one at the end. The files
 * of test/windows come first of all, so that they end before the tests in wine that run beside Mocha begin.
 */
const slowFolders = 'package|examples|soak|docs|module|scripts';
const mochaFiles = [
  'test/windows/**/*.test.ts',
  `test/@(${slowFolders})/**/*.test.ts`,
  `test/!(windows|${slowFolders})/**/*.test.ts`,
];

/** Runs the files of Mocha in two processes more than there are cores, since tests wait for answers much of their time. */
function runMocha(): Promise<void> {
  const jobs = String(Math.max(2, availableParallelism()) + 2);
  const args = [bin('mocha/bin/mocha.js'), '--parallel', '--jobs', jobs, ...mochaFiles];
  return runTests('engine, wire, flows, pages', args, true);
}

async function setUp(): Promise<void> {
  process.env.AZ_LOGINTS_TEST_PWSH = await ensurePowerShell(() => {
    console.log('Building a PowerShell, since there is none of 7.4 or later on PATH …');
  });
  await ensurePester();
  ensureTestPackages();
  await buildAll();
}

await setUp().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
const raised = join(await mkdtemp(join(tmpdir(), 'az-logints-raised-')), 'ids');
process.env[raisedErrorsVariable] = raised;
await writeFile(raised, '');

// Runs beside the long run of Mocha, which shows each file when it ends.
const beside = async (): Promise<void> => {
  await runTests('module, in a PowerShell', ['scripts/run-module-tests.ts']);
  await runChecks();
  await runTests('engine and module, in wine', ['scripts/run-windows-tests.ts', '--part']);
};
await Promise.all([beside(), runMocha()]);

// On other systems the tests of the keyring and the terminal are skipped, so the ids that they raise are not seen.
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
