// The short forms of `npm run test:stress`.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from 'node:events';
import { app, wireBench } from '../support/wire-bench.ts';
import type { CallResult, EngineProcess } from '../support/engine-process.ts';
import { runStress } from './stress.ts';
import { killScript } from './worker.ts';

describe('many PowerShells of one user at once', function () {
  before(function () {
    if (process.platform !== 'linux') this.skip();
  });

  it('lose nothing that was reported as saved when some are killed, and leave no files behind', async () => {
    const seed = Date.now() % 1_000_000;
    const report = await runStress({ seed, processes: 4, seconds: 5, killPercent: 60 });
    assert.deepEqual(report.failures, [], `npm run test:stress -- --seed ${String(seed)}`);
    assert.ok(report.reads > 0, 'The files were watched.');
  });
});

/** Moments of a sign-in that writes the token cache, the secrets and the contexts, in this order: see kill-at.cjs. */
const moments = [
  ...['opened:1', 'half-written:2', 'written:3', 'synced:2', 'renamed:1', 'renamed:2'],
  ...['lock-drafted:2', 'locked:2', 'msal-lock-opened:1', 'unlocking:3'],
];

describe('a PowerShell that is killed in the middle of a write', () => {
  const bench = wireBench();
  before(function () {
    if (process.platform !== 'linux') this.skip();
  });

  const connect = (engine: EngineProcess, name: string, secret = app.secret): Promise<CallResult> =>
    bench.connectApp({ ContextName: name, Force: true }, { engine, secret });

  it('leaves the previous state, which others can use at once, at every moment of the write', async () => {
    const secrets = ['one', 'two'].map((name) => ({ value: `fake-secret-${name}` }));
    bench.cloud.data.apps.find(({ clientId }) => clientId === app.userName)?.secrets?.push(...secrets);
    await connect(bench.engine, 'work');
    for (const [index, moment] of moments.entries()) {
      const killed = await bench.startEngine(undefined, bench.home, {
        nodeOptions: ['--require', killScript],
        variables: { STRESS_KILL_AT: moment },
      });
      const gone = once(killed.child, 'exit');
      // Use another secret each time, so that the secret is written, too.
      const done = connect(killed, 'work', secrets[index % 2]?.value).then(() => 'It was not killed.');
      assert.deepEqual(await Promise.race([gone, done]), [null, 'SIGKILL'], moment);
      const { secrets: tokens } = await bench.engine.call(
        'Get-AzAccessToken',
        { ResourceUrl: 'https://vault.azure.net' },
        { parameterSet: 'ResourceUrl' },
      );
      assert.match(tokens[0] ?? '', /^eyJ/, moment);
    }
    const next = await bench.startEngine();
    await connect(next, 'next');
    const names = (
      await next.call('Get-AzContext', { ListAvailable: true }, { parameterSet: 'ListAllContexts' })
    ).outputs.map(({ Name: name }) => String(name));
    assert.deepEqual(names.filter((name) => ['work', 'next'].includes(name)).sort(), ['next', 'work']);
    assert.deepEqual((await readdir(bench.home)).sort(), ['.IdentityService', 'AzureRmContext.json']);
    assert.deepEqual((await readdir(join(bench.home, '.IdentityService'))).sort(), [
      'keystore.cache.logints',
      'msal.cache.cae',
    ]);
  });
});
