// `npm run test:fuzz`: see the usage below. Each target runs in its own process, which is killed if it hangs.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { allTargets } from './all-targets.ts';
import { runTarget } from './run-target.ts';

const usage = `npm run test:fuzz -- [options]
  --runs <n>       how many inputs a target gets (100000)
  --seconds <n>    how long a target may take; no new input after that (1800)
  --target <text>  only targets whose name has this text
  --seed <n>       which inputs; other ones each time where not given
`;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '1800' },
    target: { type: 'string', default: '' },
    exactly: { type: 'string' },
    seed: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const [runs, seconds] = [Number(values.runs), Number(values.seconds)];
const home = mkdtempSync(join(tmpdir(), 'fuzz-'));
const targets = await allTargets(home);

if (values.exactly === undefined) {
  const wanted = targets.filter(({ name }) => name.includes(values.target));
  process.stdout.write(`seed ${String(seed)}, ${String(wanted.length)} targets\n`);
  const failed = wanted.filter(({ name }) => !passesAlone(name));
  process.stdout.write(
    failed.length === 0 && wanted.length > 0
      ? 'passed\n'
      : `FAILED: ${failed.map(({ name }) => name).join(', ')}\n`,
  );
  process.exitCode = failed.length === 0 && wanted.length > 0 ? 0 : 1;
} else {
  const one = targets.find(({ name }) => name === values.exactly);
  if (one === undefined) throw new RangeError(`There is no target '${values.exactly}'.`);
  const report = await runTarget(one, { seed, runs, seconds });
  process.stdout.write(`${one.name}: ${String(report.runs)} inputs, ${report.failure ?? 'nothing found'}\n`);
  process.exitCode = report.failure === undefined ? 0 : 1;
}
rmSync(home, { recursive: true, force: true });
process.exit();

function passesAlone(name: string): boolean {
  const self = [...process.execArgv, fileURLToPath(import.meta.url)];
  const given = [
    '--exactly',
    name,
    '--runs',
    String(runs),
    '--seconds',
    String(seconds),
    '--seed',
    String(seed),
  ];
  const { status, error } = spawnSync(process.execPath, [...self, ...given], {
    stdio: 'inherit',
    timeout: (seconds + 120) * 1000,
    killSignal: 'SIGKILL',
  });
  if (error !== undefined) process.stdout.write(`${name}: it hangs (${error.message})\n`);
  return status === 0;
}
