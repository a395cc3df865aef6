// Connections to Azure Resource Manager that are opened while the token is fetched.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { app, contoso, wireBench } from '../support/wire-bench.ts';

describe('a sign-in and its connections to Azure Resource Manager, over the wire', () => {
  const bench = wireBench();
  const tokenRequest = { path: '/oauth2/v2.0/token', host: 'login', method: 'POST' } as const;

  it('opens them while the token of an application is fetched, as many as the next requests need', async () => {
    const engine = await bench.startEngine();
    const before = bench.cloud.armConnections();
    const mend = bench.cloud.faults.add({ kind: 'hang', ...tokenRequest });
    const { id, done } = engine.start(
      'Connect-AzAccount',
      {
        ...{ Environment: 'LocalCloud', ServicePrincipal: true, Tenant: contoso },
        Credential: { $credential: { userName: app.userName, password: { $secret: 0 } } },
      },
      { parameterSet: 'ServicePrincipalWithSubscriptionId', secrets: [app.secret] },
    );
    while (bench.cloud.armConnections() < before + 2) await delay(10);
    engine.cancel(id);
    await assert.rejects(done);
    mend();
    await bench.connectApp({}, { engine: await bench.startEngine() });
    assert.equal(bench.cloud.armConnections(), before + 4);
  });
});
