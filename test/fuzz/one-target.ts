// Runs one target in this process, and ends with 1 if it found something: <name> <runs> <seconds> <seed>. cli.ts
// starts it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allTargets } from './all-targets.ts';
import { runTarget } from './run-target.ts';

async function main([name, runs, seconds, seed]: readonly string[]): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), 'fuzz-'));
  try {
    const one = (await allTargets(home)).find((each) => each.name === name);
    if (one === undefined) throw new RangeError(`There is no target '${String(name)}'.`);
    const options = { seed: Number(seed), runs: Number(runs), seconds: Number(seconds) };
    const report = await runTarget(one, options);
    process.stdout.write(
      `${one.name}: ${String(report.runs)} inputs, ${report.failure ?? 'nothing found'}\n`,
    );
    return report.failure === undefined ? 0 : 1;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

// An engine of a target may still be open.
void main(process.argv.slice(2)).then((code) => process.exit(code));
