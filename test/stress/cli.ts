// `npm run test:stress`: see the usage below. Exits with 1 if anything went wrong.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildAll } from '../../scripts/build.ts';
import { openKeyring } from '../support/keyring-session.ts';
import { runStress } from './stress.ts';

const usage = `npm run test:stress -- [options]
  --seconds <n>     how long they work (60)
  --processes <n>   how many PowerShells work at once (32)
  --kill <percent>  how many of a hundred engines are killed (50)
  --seed <n>        what they do; another one each time where not given
  --keyring         keeps tokens in a Secret Service of its own (needs gnome-keyring and dbus-run-session)
`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    processes: { type: 'string', default: '32' },
    kill: { type: 'string', default: '50' },
    seed: { type: 'string' },
    keyring: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const bus = process.env.STRESS_BUS;
process.exitCode = values.keyring && bus === undefined ? runInSession() : await run();

/** Runs this program again in a session with an open keyring. */
function runInSession(): number {
  const home = mkdtempSync(join(tmpdir(), 'stress-keyring-'));
  const script = `${openKeyring}; STRESS_BUS="$DBUS_SESSION_BUS_ADDRESS" exec "$0" "$@"`;
  const self = [process.execPath, '--import=tsx', fileURLToPath(import.meta.url)];
  const given = [...process.argv.slice(2), '--seed', String(seed)];
  const { status } = spawnSync('dbus-run-session', ['--', 'sh', '-c', script, ...self, ...given], {
    stdio: 'inherit',
    env: { ...process.env, HOME: home, XDG_DATA_HOME: '', XDG_RUNTIME_DIR: '' },
  });
  rmSync(home, { recursive: true, force: true });
  return status ?? 1;
}

async function run(): Promise<number> {
  await buildAll();
  const options = {
    seed,
    seconds: Number(values.seconds),
    processes: Number(values.processes),
    killPercent: Number(values.kill),
    ...(bus === undefined ? {} : { busAddress: bus }),
  };
  process.stdout.write(`${JSON.stringify(options)}\n`);
  const { failures, warnings, ...counts } = await runStress(options);
  process.stdout.write(`${JSON.stringify(counts)}\n`);
  for (const warning of warnings) process.stdout.write(`warning: ${warning}\n`);
  for (const failure of failures) process.stdout.write(`FAILED: ${failure}\n`);
  process.stdout.write(failures.length === 0 ? `passed, seed ${String(seed)}\n` : `seed ${String(seed)}\n`);
  return failures.length === 0 ? 0 : 1;
}
