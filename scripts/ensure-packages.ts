// Debian packages that the tests use. Elsewhere the tests that need them say what is missing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const wanted: Readonly<Record<string, string>> = {
  '/usr/bin/chromium': 'chromium',
  '/usr/bin/gnome-keyring-daemon': 'gnome-keyring',
  '/usr/bin/dbus-run-session': 'dbus',
  [`/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/libsecret-1.so.0`]: 'libsecret-1-0',
  '/usr/bin/osslsigncode': 'osslsigncode',
};

/**
 * Installs what is missing where this is Debian and we may.
 * @throws Error when a package is missing and cannot be installed
 */
export function ensureTestPackages(): void {
  const missing = Object.entries(wanted).flatMap(([file, name]) => (existsSync(file) ? [] : [name]));
  if (missing.length === 0) return;
  const isRoot = process.getuid?.() === 0;
  if (!existsSync('/usr/bin/apt-get') || !isRoot) {
    throw new Error(`The tests need these packages: ${missing.join(', ')}.`);
  }
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
