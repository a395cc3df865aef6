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

  it('are locked to a version and a hash, and have accepted licences', () => {
    assert.ok(Object.keys(locked).length > 100);
    for (const [path, { integrity, version, license }] of Object.entries(locked)) {
      assert.match(integrity ?? '', /^sha512-/, path);
      assert.match(version ?? '', /^\d+\.\d+\.\d+/, path);
      assert.match(license ?? '', accepted, path);
    }
  });

  it('run no program at installation, except for known ones', () => {
    const found = Object.entries(locked).filter(([, { hasInstallScript }]) => hasInstallScript === true);
    for (const [path] of found)
      assert.ok(
        withScripts.some((name) => path.endsWith(`node_modules/${name}`)) || /fsevents$/.test(path),
        path,
      );
  });
});
