// `npm start`: starts the local cloud and a PowerShell that can sign in to it. With --demo, shows a tour and ends.
import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLocalCloud } from '../test/local-cloud/index.ts';
import { ensurePowerShell } from '../test/powershell/index.ts';
import { buildAll } from './build.ts';
import { playPerson } from './demo-person.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const demo = process.argv.includes('--demo');
const unknown = process.argv.slice(2).filter((argument) => argument !== '--demo');
if (unknown.length > 0) {
  console.error(`Unknown option ${unknown.join(' ')}. Known: --demo.`);
  process.exit(1);
}

console.log('Building the module …');
await buildAll();
const pwsh = await ensurePowerShell(() => {
  console.log(
    'Building a PowerShell, because there is no pwsh 7.4 or later on PATH. This takes about a minute, only once …',
  );
}).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return process.exit(1);
});
const local = join(root, '.local');
const home = join(local, demo ? 'demo-home' : 'home');
await mkdir(home, { recursive: true, mode: 0o700 });
const cloud = await startLocalCloud({ folder: join(local, 'cloud'), pollingIntervalSeconds: 1 });

const environment = {
  ...process.env,
  AZ_LOGINTS_HOME: home,
  AZ_LOGINTS_CA_FILE: cloud.caFile,
  AZ_LOGINTS_LOCAL_CLOUD: cloud.armUrl,
  // The tour's output goes through a pipe, so PowerShell does not know the width of the terminal.
  ...(demo ? { AZ_LOGINTS_DEMO_WIDTH: String(process.stdout.columns || 120) } : {}),
};
const script = join(root, 'scripts', demo ? 'demo.ps1' : 'welcome.ps1');
const args = demo
  ? ['-NoProfile', '-NonInteractive', '-File', script]
  : ['-NoProfile', '-NoLogo', '-NoExit', '-File', script];
// Ctrl+C is for the PowerShell in the foreground. This process ends with it.
process.on('SIGINT', () => undefined);
const shell = spawn(pwsh, args, {
  cwd: root,
  env: environment,
  stdio: demo ? ['ignore', 'pipe', 'inherit'] : 'inherit',
});
if (demo && shell.stdout !== null) playPerson(shell.stdout, cloud);
const code = await new Promise<number>((resolve) => {
  shell.once('close', (status) => {
    resolve(status ?? 1);
  });
});
await cloud.stop();
process.exit(code);
