import assert from 'node:assert/strict';
import { app, contoso, wireBench } from '../support/wire-bench.ts';

describe('services whose clock differs from the clock of this machine', () => {
  const bench = wireBench();

  const subscriptions = async (): Promise<number> =>
    (await bench.engine.call('Get-AzSubscription', { TenantId: contoso })).outputs.length;
  const statusOfRest = async (): Promise<unknown> =>
    (
      await bench.engine.call(
        'Invoke-AzRestMethod',
        { Path: '/subscriptions?api-version=2022-12-01' },
        { parameterSet: 'ByPath' },
      )
    ).outputs[0]?.StatusCode;
  const tokenRequests = (): number =>
    bench.cloud.requests.filter(({ path }) => path.endsWith('/oauth2/v2.0/token')).length;

  for (const [sentence, seconds] of [
    ['not valid yet', -600],
    ['expired', 4000],
  ] as const)
    it(`get a new token if they reject the cached one as ${sentence}`, async () => {
      await bench.connectApp();
      const found = await subscriptions();
      bench.cloud.faults.clockSkewSeconds = seconds;
      assert.equal(await subscriptions(), found);
      assert.equal(await statusOfRest(), 200);
    });

  it('get a new token only once per request', async () => {
    await bench.connectApp();
    await bench.engine.call('Get-AzAccessToken');
    const before = tokenRequests();
    for (const path of ['/subscriptions'])
      bench.cloud.faults.add({
        kind: 'answer',
        path,
        status: 401,
        body: '{"error":{"code":"InvalidAuthenticationToken","message":"The access token is invalid."}}',
      });
    assert.equal(await statusOfRest(), 401);
    assert.equal(tokenRequests(), before + 1);
  });

  it('report their error if a given token cannot be renewed', async () => {
    await bench.connectApp();
    const token = (await bench.engine.call('Get-AzAccessToken')).secrets[0] ?? '';
    await bench.engine.call(
      'Connect-AzAccount',
      {
        Environment: 'LocalCloud',
        AccessToken: { $secret: 0 },
        AccountId: app.userName,
        Tenant: contoso,
        SkipValidation: true,
      },
      { parameterSet: 'AccessTokenWithSubscriptionId', secrets: [token] },
    );
    bench.cloud.faults.clockSkewSeconds = -600;
    assert.equal(await statusOfRest(), 401);
    await assert.rejects(subscriptions(), /401/);
  });
});
