// The short forms of `npm run test:stress`.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from 'node:events';
import { app, contoso, wireBench } from '../support/wire-bench.ts';
import type { CallResult, EngineProcess } from '../support/engine-process.ts';
import { runStress } from './stress.ts';
import { killPlaces, killScript } from './worker.ts';

describe('many PowerShells of one user at once', function () {
  before(function () {
    if (process.platform !== 'linux') this.skip();
  });

  it('lose nothing that was reported as saved when some of them are killed, and leave nothing behind', async () => {
    const seed = Date.now() % 1_000_000;
    const report = await runStress({ seed, processes: 4, seconds: 5, killPercent: 60 });
    assert.deepEqual(report.failures, [], `npm run test:stress -- --seed ${String(seed)}`);
    assert.ok(report.reads > 0, 'The files were watched.');
  });
});

describe('a PowerShell that is killed in the middle of a write', () => {
  const bench = wireBench();
  before(function () {
    if (process.platform !== 'linux') this.skip();
  });

  const connect = (engine: EngineProcess, name: string): Promise<CallResult> =>
    engine.call(
      'Connect-AzAccount',
      {
        Environment: 'LocalCloud',
        ServicePrincipal: true,
        Tenant: contoso,
        Credential: { $credential: { userName: app.userName, password: { $secret: 0 } } },
        ContextName: name,
        Force: true,
      },
      { parameterSet: 'ServicePrincipalWithSubscriptionId', secrets: [app.secret] },
    );

  it('leaves the state of before, usable at once by the others, at every moment of it', async () => {
    await connect(bench.engine, 'work');
    for (const place of killPlaces) {
      const killed = await bench.startEngine(undefined, bench.home, {
        nodeOptions: ['--require', killScript],
        variables: { STRESS_KILL_AT: `${place}:1` },
      });
      const gone = once(killed.child, 'exit');
      connect(killed, 'work').catch(() => undefined);
      assert.deepEqual(await gone, [null, 'SIGKILL'], place);
      const { secrets } = await bench.engine.call(
        'Get-AzAccessToken',
        { ResourceUrl: 'https://vault.azure.net' },
        { parameterSet: 'ResourceUrl' },
      );
      assert.match(secrets[0] ?? '', /^eyJ/, place);
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
