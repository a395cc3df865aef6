// The door to every npm script that must work on a fresh clone. Plain JavaScript, because nothing is installed yet:
// it sees to the npm packages, then hands over to the TypeScript script that was asked for.
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
    // npm is a batch file there, which no program but the shell starts.
    shell: command === 'npm' && process.platform === 'win32',
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
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, lock);
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
  // Ctrl+C is for what runs in front, such as the PowerShell of `npm start`; we end when that ends.
  process.on('SIGINT', () => undefined);
  run(process.execPath, ['--import', 'tsx', file, ...args]);
}
