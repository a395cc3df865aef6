// The README of the local cloud against the program that it describes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readCloudData } from '../data.ts';
import { faultKinds } from '../faults.ts';

describe('the README of the local cloud', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

  it('explains exactly the kinds of faults that the cloud has', () => {
    const [, table = ''] = /^\| `kind`[^]*?\n\| -[^\n]*\n((?:\|[^\n]*\n)+)/m.exec(readme) ?? [];
    const kinds = [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, kind]) => kind);
    assert.deepEqual(kinds.sort(), [...faultKinds].sort());
  });

  it('mentions every option of its program', () => {
    const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
    const usage = execFileSync(process.execPath, ['--import', 'tsx', cli, '--help'], { encoding: 'utf8' });
    const options = [...usage.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option = '']) => option);
    assert.ok(options.length > 8);
    assert.deepEqual(
      options.filter((option) => !readme.includes(option)),
      [],
    );
  });

  it('mentions every tenant, person, managed identity and app with a secret', () => {
    const { tenants, users, apps } = readCloudData();
    const names = [
      ...tenants.map(({ domains: [domain = ''] }) => domain),
      ...users.map(({ userName }) => userName.replace(/@.*/, '')),
      ...apps
        .filter(({ secrets, managedIdentity }) => secrets !== undefined || managedIdentity !== undefined)
        .map(({ displayName }) => displayName),
    ];
    assert.deepEqual(
      names.filter((name) => !readme.includes(name)),
      [],
    );
  });
});
