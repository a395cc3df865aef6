import assert from 'node:assert/strict';
import type { CallError } from '../support/engine-process.ts';
import { contoso, wireBench } from '../support/wire-bench.ts';

describe('errors, over the wire', () => {
  const bench = wireBench();

  const failure = async (call: Promise<unknown>): Promise<CallError> =>
    call.then(
      () => assert.fail('it did not fail'),
      (error: unknown) => error as CallError,
    );

  it('tell a module of another build which build the engine belongs to', async () => {
    const { error } = await bench.engine.request('initialize', { buildId: 'another-build' });
    assert.equal(error?.data?.id, 'Engine.Mismatch');
    assert.match(error.message, /The module \(another-build\) and its engine \(\d/);
  });

  it('name an unknown cmdlet, parameter set or parameter', async () => {
    const { data } = await failure(bench.engine.call('Get-AzNothing'));
    assert.equal(data.id, 'InvalidArgument.UnknownCmdlet');
    const wrongSet = await failure(bench.engine.call('Get-AzContext', {}, { parameterSet: 'Nothing' }));
    assert.equal(wrongSet.data.id, 'InvalidArgument.ParameterSet');
    assert.match(wrongSet.message, /Get-AzContext has no parameter set 'Nothing'/);
    const wrongName = await failure(bench.engine.call('Get-AzContext', { Nothing: 1 }));
    assert.match(wrongName.message, /has no parameter -Nothing/);
  });

  it('say when a given token expired', async () => {
    const claims = { aud: 'https://management.local-cloud.example/', tid: contoso, exp: 1_700_000_000 };
    const token = ['{}', JSON.stringify(claims)].map((part) => Buffer.from(part).toString('base64url'));
    await bench.engine.call(
      'Connect-AzAccount',
      {
        Environment: 'LocalCloud',
        AccountId: 'deploy',
        Tenant: contoso,
        Subscription: 'any',
        SkipValidation: true,
        AccessToken: { $secret: 0 },
      },
      { parameterSet: 'AccessTokenWithSubscriptionId', secrets: [[...token, 'x'].join('.')] },
    );
    const { data, message } = await failure(bench.engine.call('Get-AzAccessToken'));
    assert.equal(data.id, 'Authentication.TokenExpired');
    assert.match(message, /expired at 2023-11-14/);
  });

  it('name the request that a service refused, and not one that succeeded', async () => {
    await bench.connectApp();
    bench.cloud.faults.add({ kind: 'server-error', path: '/subscriptions', status: 409 });
    const { data } = await failure(bench.engine.call('Get-AzSubscription'));
    assert.equal(data.id, 'Network.Status');
    const { method, url, status } = data.request as Record<string, unknown>;
    assert.deepEqual([method, status], ['GET', 409]);
    assert.match(String(url), /^https:.*\/subscriptions\?api-version=/);
    bench.cloud.faults.clear();
    const missing = { Name: 'missing' };
    const other = await failure(
      bench.engine.call('Select-AzContext', missing, { parameterSet: 'SelectByName' }),
    );
    assert.equal(other.data.request, undefined);
  });

  it('say why no browser opens if no other flow was requested', async () => {
    const call = bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', UseBrowserAuthentication: true },
      { environment: { BROWSER: '/bin/false' } },
    );
    const { data, message } = await failure(call);
    assert.equal(data.id, 'Platform.NoBrowser');
    assert.match(message, /\/bin\/false: it ended with exit code 1/);
  });
});
