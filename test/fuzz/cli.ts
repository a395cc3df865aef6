// `npm run test:fuzz`: see the usage below. Each target runs in its own process, which is killed if it hangs.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { forNode } from '../../scripts/bundle.ts';
import { allTargets } from './all-targets.ts';

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
const names = (await namesOfTargets()).filter((name) => name.includes(values.target));
process.stdout.write(`seed ${String(seed)}, ${String(names.length)} targets\n`);
const script = await bundled();
const failed = names.filter((name) => !passesAlone(name));
const hasPassed = failed.length === 0 && names.length > 0;
process.stdout.write(hasPassed ? 'passed\n' : `FAILED: ${failed.join(', ')}\n`);
process.exit(hasPassed ? 0 : 1);

async function namesOfTargets(): Promise<string[]> {
  const home = mkdtempSync(join(tmpdir(), 'fuzz-'));
  try {
    return (await allTargets(home)).map(({ name }) => name);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/**
 * Writes one-target.ts with all that it imports into one script, and returns its path. Each engine imports its parts
 * when it needs them, and with tsx each of these imports takes longer than many an input.
 */
async function bundled(): Promise<string> {
  const entry = new URL('one-target.ts', import.meta.url);
  // In this folder, so that packages with native parts are found.
  const outfile = fileURLToPath(new URL('dist/one-target.cjs', import.meta.url));
  mkdirSync(new URL('dist', import.meta.url), { recursive: true });
  await build({
    ...forNode,
    write: true,
    entryPoints: [fileURLToPath(entry)],
    outfile,
    sourcemap: 'inline',
    external: ['@azure/msal-node-extensions', 'keytar', 'esbuild'],
    define: { 'import.meta.url': JSON.stringify(entry.href) },
  });
  return outfile;
}

function passesAlone(name: string): boolean {
  const given = [name, ...[runs, seconds, seed].map(String)];
  const { status, error } = spawnSync(process.execPath, ['--enable-source-maps', script, ...given], {
    stdio: 'inherit',
    timeout: (seconds + 120) * 1000,
    killSignal: 'SIGKILL',
  });
  if (error !== undefined) process.stdout.write(`${name}: it hangs (${error.message})\n`);
  return status === 0;
}
