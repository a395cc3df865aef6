import assert from 'node:assert/strict';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { streamText } from '../support/engine-process.ts';
import { alex, app, wireBench } from '../support/wire-bench.ts';

describe('tokens and secrets, over the wire', () => {
  const bench = wireBench();

  it('do not appear in any readable file after a service principal’s sign-in', async () => {
    const { outputs } = await bench.connectApp({ Tenant: 'contoso.example' });
    const { Account: account } = outputs[0]?.Context as { Account: { Type: string } };
    assert.equal(account.Type, 'ServicePrincipal');
    const file = await readFile(join(bench.home, 'AzureRmContext.json'), 'utf8');
    assert.ok(!file.includes(app.secret));
    const another = await bench.startEngine();
    const { secrets } = await another.call('Get-AzAccessToken');
    assert.match(secrets[0] ?? '', /^eyJ/);
  });

  it('are kept in a file that only the user can read if there is no keyring, with a warning before it is created', async () => {
    const { messages } = await bench.connectWithCode();
    const warnings = streamText(messages, 'warning').split('\n');
    const warned = warnings.filter((warning) => /only you can read, but not encrypted/.test(warning));
    assert.equal(warned.length, 1);
    assert.match(warned[0] ?? '', /keyring.*Update-AzConfig -DisablePlaintextTokenCache \$true/);
    const folder = join(bench.home, '.IdentityService');
    const files = await readdir(folder);
    assert.ok(files.some((name) => name.startsWith('msal.cache')));
    for (const name of files) assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600, name);
  });

  it('cause no second warning, in this PowerShell or another, while the file exists', async () => {
    await bench.connectWithCode();
    for (const engine of [bench.engine, await bench.startEngine()]) {
      const { messages } = await engine.call('Get-AzAccessToken', { ForceRefresh: true });
      assert.doesNotMatch(streamText(messages, 'warning'), /not encrypted/);
    }
    const other = await bench.startEngine();
    const { messages } = await bench.connectApp({}, { engine: other });
    assert.doesNotMatch(streamText(messages, 'warning'), /not encrypted/);
  });

  it('do not appear in -Debug', async () => {
    const { messages, secrets } = await bench.connectWithCode();
    const token = (await bench.engine.call('Get-AzAccessToken')).secrets[0] ?? 'none';
    const debug = streamText(messages, 'debug');
    assert.match(debug, /POST .*\/token\S* -> 200 in \d+ ms/);
    for (const secret of [token, ...secrets, alex.password]) assert.ok(!debug.includes(secret));
    assert.doesNotMatch(debug, /eyJ[\w-]{10,}\./);
  });

  it('do not appear in arguments, environment, or files other than the token cache', async () => {
    await bench.connectWithCode();
    await bench.connectApp();
    const token = (await bench.engine.call('Get-AzAccessToken')).secrets[0] ?? '';
    assert.notEqual(token, '');
    const process = `/proc/${String(bench.engine.child.pid)}`;
    const files = (await readdir(bench.home, { recursive: true, withFileTypes: true })).filter(
      (entry) => entry.isFile() && !entry.parentPath.endsWith('.IdentityService'),
    );
    assert.ok(files.some(({ name }) => name === 'AzureRmContext.json'));
    for (const path of [
      `${process}/cmdline`,
      `${process}/environ`,
      ...files.map((entry) => join(entry.parentPath, entry.name)),
    ]) {
      const text = await readFile(path, 'utf8');
      for (const secret of [token, app.secret, alex.password]) assert.ok(!text.includes(secret), path);
    }
  });
});
