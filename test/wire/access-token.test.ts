import assert from 'node:assert/strict';
import type { CallError } from '../support/engine-process.ts';
import { app, contoso, wireBench } from '../support/wire-bench.ts';

const claimsOf = (token = ''): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
const minutes = (count: number): object => ({ $timeSpan: count * 60_000 });

describe('Get-AzAccessToken, over the wire', () => {
  const bench = wireBench();

  const get = async (parameters: object = {}, parameterSet = ''): Promise<string> =>
    (await bench.engine.call('Get-AzAccessToken', parameters, { parameterSet })).secrets[0] ?? '';
  const refused = (call: Promise<unknown>, id: string, text: RegExp): Promise<void> =>
    assert.rejects(call, ({ data, message }: CallError) => {
      assert.equal(data.id, id);
      assert.match(`${message} ${String(data.action)}`, text);
      return true;
    });
  const tokenRequests = (): number =>
    bench.cloud.requests.filter(({ path }) => path.endsWith('/token')).length;

  it('returns the cached token, and a new one with -ForceRefresh', async () => {
    await bench.connectApp();
    const first = await get();
    const before = tokenRequests();
    assert.equal(await get(), first);
    assert.equal(tokenRequests(), before);
    assert.notEqual(await get({ ForceRefresh: true }), first);
    assert.equal(tokenRequests(), before + 1);
  });

  it('renews a token only if its remaining lifetime is below -MinimumLifetime', async () => {
    bench.cloud.faults.accessTokenLifetimeSeconds = 20 * 60;
    await bench.connectApp();
    const short = await get();
    assert.equal(await get({ MinimumLifetime: minutes(10) }), short);
    bench.cloud.faults.accessTokenLifetimeSeconds = 60 * 60;
    const long = await get({ MinimumLifetime: minutes(30) });
    assert.notEqual(long, short);
    assert.equal(await get({ MinimumLifetime: minutes(30) }), long);
  });

  it('reports the token’s lifetime if the service issues none that lasts long enough', async () => {
    await bench.connectApp();
    await refused(
      get({ MinimumLifetime: minutes(24 * 60) }),
      'Authentication.TokenTooShort',
      /A fresh token of this service lasts for 60 minutes; -MinimumLifetime asks for 24 hours\./,
    );
  });

  it('does not renew a token that was passed to Connect-AzAccount', async () => {
    await bench.connectApp();
    const given = await get();
    await bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', AccountId: 'deploy', AccessToken: { $secret: 0 } },
      { parameterSet: 'AccessTokenWithSubscriptionId', secrets: [given] },
    );
    assert.equal(await get({ MinimumLifetime: minutes(30) }), given);
    await refused(
      get({ MinimumLifetime: minutes(90) }),
      'Authentication.TokenTooShort',
      /The access token that was given lasts for \d+ minutes/,
    );
    await refused(get({ ForceRefresh: true }), 'Authentication.TokenNotRenewable', /'deploy' was given/);
  });

  it('returns a user’s token with the permissions in -Scope', async () => {
    await bench.connectWithCode();
    const token = await get({ Scope: ['https://graph.microsoft.com/User.Read', 'openid'] }, 'Scope');
    assert.match(String(claimsOf(token).aud), /^https:\/\/graph\.microsoft\.com/);
    assert.match(String(claimsOf(token).scp), /User\.Read/);
  });

  it('rejects invalid scopes before it calls the authority', async () => {
    await bench.connectApp();
    const vault = 'https://vault.azure.net/.default';
    assert.equal(claimsOf(await get({ Scope: [vault] }, 'Scope')).aud, 'https://vault.azure.net');
    const before = tokenRequests();
    for (const [scopes, reason] of [
      [['https://vault.azure.net/.default', 'User.Read'], /belong to several/],
      [['https://graph.microsoft.com/.default', 'https://graph.microsoft.com/User.Read'], /stands for all/],
      [['User.Read'], /ends in \/\.default/],
      [['User.Read Mail.Read'], /one word/],
    ] as const) {
      await refused(get({ Scope: scopes }, 'Scope'), 'InvalidArgument.Value', reason);
    }
    await refused(get({ ResourceUrl: vault }, 'ResourceUrl'), 'InvalidArgument.Value', /-Scope https:/);
    assert.equal(tokenRequests(), before);
  });

  it('names the service that the tenant does not know', async () => {
    await bench.connectApp();
    await refused(
      get({ ResourceUrl: 'https://nowhere.example' }, 'ResourceUrl'),
      'Authentication.Failed',
      /It was asked for as 'https:\/\/nowhere\.example'\. \(AADSTS500011/,
    );
  });

  it('rejects parameters that exclude each other, and a lifetime given as a number of ticks', async () => {
    await refused(
      get({ AsPlainText: true, AsSecureString: true }),
      'InvalidArgument.ParameterSet',
      /cannot be used together/,
    );
    await refused(
      get({ MinimumLifetime: { $timeSpan: 0 } }),
      'InvalidArgument.Value',
      /-MinimumLifetime.*New-TimeSpan/,
    );
    await refused(
      get({ ResourceTypeName: 'Arm', ResourceUrl: 'https://vault.azure.net' }),
      'InvalidArgument.ParameterSet',
      /-ResourceUrl does not belong/,
    );
  });

  it('returns objects with Az.Accounts’ properties', async () => {
    await bench.connectApp();
    const { outputs } = await bench.engine.call('Get-AzAccessToken');
    assert.deepEqual(Object.keys(outputs[0] ?? {}), [
      '$type',
      ...['Token', 'ExpiresOn', 'TenantId', 'UserId', 'Type'],
    ]);
    const { TenantId: tenant, UserId: user, Type: type } = outputs[0] ?? {};
    assert.deepEqual([tenant, user, type], [contoso, app.userName, 'Bearer']);
  });
});
