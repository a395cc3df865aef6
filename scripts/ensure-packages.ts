// Installs the Debian packages that the tests use. On Windows and macOS the tests that need them are skipped.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const wanted: Readonly<Record<string, string>> = {
  [existsSync('/usr/bin/google-chrome') ? '/usr/bin/google-chrome' : '/usr/bin/chromium']: 'chromium',
  '/usr/bin/gnome-keyring-daemon': 'gnome-keyring',
  '/usr/bin/dbus-run-session': 'dbus',
  [`/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/libsecret-1.so.0`]: 'libsecret-1-0',
  '/usr/bin/osslsigncode': 'osslsigncode',
};

/** Without these packages their tests are skipped. wine runs only programs for its own processor. */
const welcome: Readonly<Record<string, string>> =
  process.arch === 'x64' ? { '/usr/bin/wine': 'wine', '/usr/bin/python3': 'python3' } : {};

/**
 * Installs the missing packages on Debian, if this user may.
 * @throws Error when a package is missing that tests cannot do without, and cannot be installed
 */
export function ensureTestPackages(): void {
  if (process.platform !== 'linux') return;
  const canInstall = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
  const missing = missingOf(wanted);
  if (missing.length > 0 && !canInstall) {
    throw new Error(`The tests need these packages: ${missing.join(', ')}.`);
  }
  install(missing);
  try {
    if (canInstall) install(missingOf(welcome));
  } catch (error) {
    process.stdout.write(`${String(error)} Tests that need it are skipped.\n`);
  }
}

function missingOf(packages: Readonly<Record<string, string>>): string[] {
  return Object.entries(packages).flatMap(([file, name]) => (existsSync(file) ? [] : [name]));
}

function install(missing: readonly string[]): void {
  if (missing.length === 0) return;
  process.stdout.write(`Installing ${missing.join(', ')} …\n`);
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...missing],
  ]) {
    const { status } = spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status !== 0) throw new Error(`apt-get ${args[0] ?? ''} failed.`);
  }
}
