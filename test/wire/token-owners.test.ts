import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchFromCloud } from '../local-cloud/index.ts';
import { alex, app, contoso, wireBench } from '../support/wire-bench.ts';

interface StoredCache {
  readonly Account: Record<string, { username: string }>;
  AppMetadata: null;
}

describe('the cached tokens that a command uses', () => {
  const bench = wireBench();
  const requests = (path: string): number =>
    bench.cloud.requests.filter((request) => request.path.startsWith(path)).length;

  it('include those of AD FS, which has no tenants', async () => {
    const { loginUrl, armUrl, planted } = bench.cloud;
    const { text } = await fetchFromCloud(bench.cloud, `${loginUrl}/${contoso}/oauth2/v2.0/token`, {
      form: {
        grant_type: 'client_credentials',
        client_id: app.userName,
        client_secret: app.secret,
        scope: `${armUrl}/.default`,
      },
    });
    const adfs = `${loginUrl}/adfs`;
    const facts = {
      issuer: adfs,
      authorization_endpoint: `${adfs}/oauth2/authorize`,
      token_endpoint: `${adfs}/oauth2/token`,
      jwks_uri: `${adfs}/discovery/keys`,
    };
    const headers = { 'content-type': 'application/json' };
    planted.set('login GET /adfs/.well-known/openid-configuration', { headers, body: JSON.stringify(facts) });
    planted.set('login POST /adfs/oauth2/token', { headers, body: text });
    await bench.engine.call(
      'Add-AzEnvironment',
      {
        Name: 'Site',
        ActiveDirectoryEndpoint: `${adfs}/`,
        ResourceManagerEndpoint: armUrl,
        ActiveDirectoryServiceEndpointResourceId: armUrl,
        EnableAdfsAuthentication: true,
      },
      { parameterSet: 'Name' },
    );
    await bench.connectApp({ Environment: 'Site' });
    const before = requests('/adfs/oauth2/token');
    const { secrets } = await bench.engine.call('Get-AzAccessToken');
    assert.match(secrets[0] ?? '', /^eyJ/);
    assert.equal(requests('/adfs/oauth2/token'), before);
  });

  it('are all of them if the account is known by name only, because MSAL also takes names from ID tokens', async () => {
    await bench.connectWithCode();
    const contexts = join(bench.home, 'AzureRmContext.json');
    await writeFile(contexts, (await readFile(contexts, 'utf8')).replaceAll('HomeAccountId', 'Other'));
    const path = join(bench.home, '.IdentityService', 'msal.cache.cae');
    const cache = JSON.parse(await readFile(path, 'utf8')) as StoredCache;
    // The name that the account had at its first sign-in.
    for (const account of Object.values(cache.Account)) account.username = 'alexander@contoso.example';
    await writeFile(path, JSON.stringify(cache));
    const { outputs } = await bench.engine.call('Get-AzAccessToken');
    assert.equal((outputs[0] as { UserId: string }).UserId, alex.username);
  });

  it('are found in a file in which one kind of entry is null', async () => {
    await bench.connectWithCode();
    const path = join(bench.home, '.IdentityService', 'msal.cache.cae');
    const cache = JSON.parse(await readFile(path, 'utf8')) as StoredCache;
    await writeFile(path, JSON.stringify({ ...cache, AppMetadata: null }));
    const { secrets } = await bench.engine.call('Get-AzAccessToken');
    assert.match(secrets[0] ?? '', /^eyJ/);
  });
});
