import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('npm start on a fresh clone', () => {
  let clone: string;

  before(async () => {
    clone = await mkdtemp(join(tmpdir(), 'azlogints-'));
    await mkdir(join(clone, 'scripts'));
    for (const file of ['package.json', 'package-lock.json', 'scripts/setup.mjs'])
      await copyFile(join(root, file), join(clone, file));
  });

  after(() => rm(clone, { recursive: true, force: true }));

  const start = (variables: Record<string, string>): { status: number | null; text: string } => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(clone, 'scripts/setup.mjs'), 'start'],
      { cwd: clone, encoding: 'utf8', env: { ...process.env, ...variables } },
    );
    return { status, text: `${stdout}${stderr}` };
  };

  it('ends with a sentence and no stack if the registry of npm cannot be reached', () => {
    const { status, text } = start({
      // The discard port: nothing listens there.
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_cache: join(clone, 'cache'),
      npm_config_fetch_retries: '0',
      npm_config_replace_registry_host: 'always',
      AZ_LOGINTS_TEST_PWSH: process.execPath,
    });
    assert.notEqual(status, 0);
    assert.match(
      text,
      /not installed: the registry http:\/\/127\.0\.0\.1:9 cannot be reached \(ECONNREFUSED\)\.$/m,
    );
    assert.match(text, /^Check the network connection, and `npm config get registry`/m);
    assert.doesNotMatch(text, /^\s*(?:npm error\s+)?at /m);
  });

  it('asks for a PowerShell or the .NET SDK before anything is installed if neither is there', () => {
    const { status, text } = start({ PATH: clone, AZ_LOGINTS_TEST_PWSH: '' });
    assert.equal(status, 1);
    assert.match(text, /^PowerShell 7\.4 or later is needed .*, or the \.NET 10 SDK/);
  });
});
