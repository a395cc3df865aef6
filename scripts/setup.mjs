// The entry of every npm script that must work on a fresh clone. It installs the npm packages, then runs the TypeScript
// script that was named. It is plain JavaScript, because nothing is installed yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}node_modules/.installed-from`;
const lock = readFileSync(`${root}package-lock.json`, 'utf8');

function run(command, args) {
  const { status, error, signal } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}

const [major] = process.versions.node.split('.');
if (Number(major) < 20) {
  console.error(`Node.js 20 or later is needed; this is ${process.version}.`);
  process.exit(1);
}
const needPowerShell = ['bench', 'docs:day', 'docs:pictures', 'start', 'test', 'test:module', 'test:soak'];
const [script, ...args] = process.argv.slice(2);
if (!existsSync(stamp) || !statSync(stamp).isFile() || readFileSync(stamp, 'utf8') !== lock) {
  const isThere = (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
  if (
    needPowerShell.includes(script) &&
    !process.env.AZ_LOGINTS_TEST_PWSH &&
    !isThere('pwsh') &&
    !isThere('dotnet')
  ) {
    console.error(
      'PowerShell 7.4 or later is needed (https://aka.ms/powershell), or the .NET 10 SDK to build one (https://dotnet.microsoft.com/download).',
    );
    process.exit(1);
  }
  console.log('Installing npm packages …');
  installPackages();
  writeFileSync(stamp, lock);
}

/** Ends this process with a sentence where npm cannot: what npm prints of a registry out of reach is a stack. */
function installPackages() {
  // Retries wait 10 seconds, not a minute, before they are given up.
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--fetch-retry-maxtimeout=10000'];
  const { status, error, signal, stderr } = spawnSync('npm', args, {
    cwd: root,
    stdio: ['inherit', 'inherit', 'pipe'],
    encoding: 'utf8',
    // On Windows npm is a batch file, which only the shell can start.
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  if (signal === 'SIGINT') process.exit(130);
  if (error) {
    console.error(`npm cannot be started (${error.message}). It comes with Node.js: https://nodejs.org.`);
    process.exit(1);
  }
  const [, code] =
    /^npm (?:error|ERR!) code (ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH)$/m.exec(
      stderr,
    ) ?? [];
  const [address = 'of npm'] = /https?:\/\/[^\s/]+/.exec(stderr) ?? [];
  console.error(
    code === undefined
      ? stderr.trimEnd()
      : `The npm packages are not installed: the registry ${address} cannot be reached (${code}).\nCheck the network connection, and \`npm config get registry\` and \`npm config get proxy\`. Then run the command again.`,
  );
  process.exit(status ?? 1);
}

const scripts = {
  bench: 'scripts/bench.ts',
  build: 'scripts/build.ts',
  package: 'scripts/package.ts',
  release: 'scripts/release.ts',
  sign: 'scripts/sign.ts',
  start: 'scripts/start.ts',
  test: 'scripts/test.ts',
  'docs:day': 'scripts/working-day.ts',
  'docs:pictures': 'scripts/pictures.ts',
  'test:module': 'scripts/run-module-tests.ts',
  'test:windows': 'scripts/run-windows-tests.ts',
  'test:faults': 'test/faults/cli.ts',
  'test:fuzz': 'test/fuzz/cli.ts',
  'test:stress': 'test/stress/cli.ts',
  'test:soak': 'test/soak/cli.ts',
  'local-cloud': 'test/local-cloud/cli.ts',
};
if (script !== undefined) {
  const file = scripts[script];
  if (file === undefined) {
    console.error(`Unknown script '${script}'. Known: ${Object.keys(scripts).join(', ')}.`);
    process.exit(1);
  }
  // Ctrl+C is for the program in the foreground, such as the PowerShell of `npm start`. This process ends with it.
  process.on('SIGINT', () => undefined);
  run(process.execPath, ['--import', 'tsx', file, ...args]);
}
