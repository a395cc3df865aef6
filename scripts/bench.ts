// `npm run bench`: measures the packaged module beside its yardsticks. The exit code does not depend on the times,
// because a busy machine is slower.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chartOf } from './bench/chart.ts';
import { manyContexts } from './bench/contexts.ts';
import { importing } from './bench/import.ts';
import { memory } from './bench/memory.ts';
import { manyProcesses } from './bench/processes.ts';
import { allGoals, resultsText, withResults, type Results } from './bench/results.ts';
import type { Group } from './bench/row.ts';
import { scale } from './bench/scale.ts';
import { signingIn } from './bench/sign-in.ts';
import { size } from './bench/size.ts';
import { Stage } from './bench/stage.ts';
import { starting } from './bench/start.ts';
import { tokens } from './bench/token.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const groups: readonly Group[] = [
  ...[importing, starting, signingIn, tokens, scale, manyContexts, manyProcesses, memory, size],
];
const fewestRuns = 15;
const quickRuns = 3;
const usage = `npm run bench -- [--only <group>] [--runs <number>] [--quick]

  --only   measures one group: ${groups.map(({ name }) => name).join(', ')}
  --runs   the number of runs of each measurement (default ${String(fewestRuns)})
  --quick  ${String(quickRuns)} runs, for a first look

Results of all groups with at least ${String(fewestRuns)} runs are written to docs/performance.json, .svg and .md, others to .local/bench.`;

interface BenchOptions {
  readonly chosen: readonly Group[];
  readonly runs: number;
}

function readOptions(): BenchOptions {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, runs: { type: 'string' }, quick: { type: 'boolean' } },
  });
  const { only, runs, quick } = values;
  if (runs !== undefined && quick === true) throw new Error('--runs and --quick cannot be used together.');
  if (runs !== undefined && !/^[1-9]\d*$/.test(runs))
    throw new Error(`--runs takes a number, not '${runs}'.`);
  const chosen = groups.filter(({ name }) => only === undefined || name === only);
  if (chosen.length === 0) throw new Error(`Unknown group '${only ?? ''}'.`);
  return { chosen, runs: Number(runs ?? (quick === true ? quickRuns : fewestRuns)) };
}

async function measureAll({ chosen, runs }: BenchOptions): Promise<Results> {
  console.log('Building the package …');
  const stage = await Stage.open(root);
  try {
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    const home = await stage.newFolder();
    const node = await stage.run(stage.node, ['--version'], { home });
    const shell = await stage.powershell('[string]$PSVersionTable.PSVersion', home);
    const measured: Results['groups'][number][] = [];
    for (const { name, measure } of chosen) {
      const start = performance.now();
      process.stdout.write(`${name} … `);
      measured.push({ name, rows: await measure(stage, runs) });
      console.log(`${((performance.now() - start) / 1000).toFixed(0)} s`);
    }
    return {
      date: new Date().toISOString().slice(0, 10),
      version,
      node: node.stdout.trim().replace(/^v/, ''),
      powershell: shell.stdout.trim(),
      system: `${process.platform} ${process.arch}`,
      processors: availableParallelism(),
      runs,
      groups: measured,
    };
  } finally {
    await stage.close();
  }
}

/** Writes the results to the documentation only if every measurement is there. */
async function keep(results: Results, isWhole: boolean): Promise<string> {
  const folder = join(root, isWhole ? 'docs' : '.local/bench');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'performance.json'), `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(join(folder, 'performance.svg'), chartOf(results));
  if (isWhole) {
    const page = join(folder, 'performance.md');
    await writeFile(page, withResults(await readFile(page, 'utf8'), results));
  }
  return folder;
}

try {
  const options = readOptions();
  const results = await measureAll(options);
  console.log(`\n${resultsText(results)}\n`);
  const { goals, reached } = allGoals(results);
  console.log(`${String(reached)} of ${String(goals.length)} goals are reached.`);
  const isWhole = options.chosen.length === groups.length && options.runs >= fewestRuns;
  console.log(`Written to ${await keep(results, isWhole)}.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(`\n${usage}`);
  process.exit(1);
}
