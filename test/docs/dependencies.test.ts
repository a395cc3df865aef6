// Compares docs/dependencies.md with package.json and the lock file.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Locked {
  readonly license?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly version?: string;
}

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const manifest = JSON.parse(read('package.json')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
>;
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
const locked = Object.fromEntries(Object.entries(packages).filter(([path]) => path !== ''));

/** Licences that allow use and redistribution with a notice. */
const accepted =
  /^(?:MIT|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|PSF-2\.0|\(BSD-3-Clause OR GPL-2\.0\))$/;
/** Packages that run a program at installation: to build native parts, or to choose a binary. */
const withScripts = ['@azure/msal-node-extensions', 'esbuild', 'keytar'];

describe('dependencies', () => {
  it('are exactly those in docs/dependencies.md, each with a reason', () => {
    const rows = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)`\s+\| (\S[^|]+)\|/gm)];
    const names = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];
    assert.deepEqual(rows.map(([, name]) => name).sort(), names.sort());
  });

  it('are listed with the repositories that their own package.json names', () => {
    const page = read('docs/dependencies.md');
    for (const name of [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)]) {
      const { repository } = JSON.parse(read(`node_modules/${name}/package.json`)) as {
        repository: string | { url: string };
      };
      const address = typeof repository === 'string' ? repository : repository.url;
      const [kept = ''] = /[\w.-]+\/[\w.-]+?(?=(?:\.git)?$)/.exec(address.replace(/^github:/, '')) ?? [];
      const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` `));
      assert.equal(row?.split('|').at(-2)?.trim(), kept, name);
    }
  });

  it('are listed with the month of their last release', () => {
    const rows = read('docs/dependencies.md')
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    for (const row of rows)
      assert.match(row.split('|').at(-3)?.trim() ?? '', /^20\d\d-(?:0[1-9]|1[0-2])$/, row);
  });

  it('are locked to a version and a hash, and have accepted licences', () => {
    assert.ok(Object.keys(locked).length > 100);
    for (const [path, { integrity, version, license }] of Object.entries(locked)) {
      assert.match(integrity ?? '', /^sha512-/, path);
      assert.match(version ?? '', /^\d+\.\d+\.\d+/, path);
      assert.match(license ?? '', accepted, path);
    }
  });

  it('run no script when they are installed, and no other than the known ones has one', () => {
    assert.match(read('.npmrc'), /^ignore-scripts=true$/m);
    const found = Object.entries(locked).filter(([, { hasInstallScript }]) => hasInstallScript === true);
    for (const [path] of found)
      assert.ok(
        withScripts.some((name) => path.endsWith(`node_modules/${name}`)) || /fsevents$/.test(path),
        path,
      );
  });
});
