import assert from 'node:assert/strict';
import { signInAtAuthorizeUrl } from '../local-cloud/index.ts';
import { streamText, type CallError, type CallOptions } from '../support/engine-process.ts';
import { adatum, alex, contoso, wireBench } from '../support/wire-bench.ts';
import { soon } from '../support/soon.ts';

const mfaCode = '246810';

describe('step-up (MFA, claims challenges), over the wire', () => {
  const bench = wireBench();

  /** A person who can be prompted and has a browser elsewhere: opens the printed address, which redirects back. */
  const atPrompt = (): CallOptions => ({
    interactive: true,
    environment: { BROWSER: '/bin/true' },
    ...bench.personAtAddress(async (url) =>
      fetch(await signInAtAuthorizeUrl(url, { ...alex, mfaCode }, bench.cloud)),
    ),
  });

  it('signs in again when a tenant requires MFA, and the command continues', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    const { secrets, messages } = await bench.engine.call(
      'Get-AzAccessToken',
      { TenantId: 'adatum.example' },
      atPrompt(),
    );
    assert.match(secrets[0] ?? '', /^eyJ/);
    assert.match(
      streamText(messages, 'host'),
      /asks 'alex@contoso.example' for multifactor.* Sign in as alex/,
    );
    const authorize = bench.cloud.requests.filter(({ path }) => path.endsWith('/authorize'));
    assert.equal(authorize[0]?.query.get('login_hint'), alex.username);
    assert.match(authorize[0].path, new RegExp(adatum));
  });

  it('fails at once with the decoded challenge and the command to run if nobody can be prompted', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    await soon(() =>
      assert.rejects(bench.engine.call('Get-AzAccessToken', { TenantId: adatum }), ({ data }: CallError) => {
        assert.equal(data.id, 'InteractionRequired.Mfa');
        assert.match(String(data.action), /Connect-AzAccount -Environment LocalCloud -Tenant 30000000/);
        return true;
      }),
    );
  });

  it('prompts one person once, even if many commands run at the same time', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    const calls = [1, 2, 3].map(() =>
      bench.engine.call('Get-AzAccessToken', { TenantId: adatum }, atPrompt()),
    );
    for (const { secrets } of await Promise.all(calls)) assert.match(secrets[0] ?? '', /^eyJ/);
    assert.equal(bench.cloud.requests.filter(({ path }) => path.endsWith('/authorize')).length, 1);
  });

  it('signs in again after the refresh token was revoked', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    bench.cloud.faults.revokeRefreshTokens();
    const vault = { ResourceTypeName: 'KeyVault' };
    await assert.rejects(bench.engine.call('Get-AzAccessToken', vault), ({ data, message }: CallError) => {
      assert.equal(data.id, 'NotSignedIn.Expired');
      assert.match(message, /expired or was revoked/);
      return /Run Connect-AzAccount -Environment LocalCloud/.test(String(data.action));
    });
    const { secrets, messages } = await bench.engine.call('Get-AzAccessToken', vault, atPrompt());
    assert.match(secrets[0] ?? '', /^eyJ/);
    assert.match(
      streamText(messages, 'host'),
      /was revoked \(AADSTS\d+, [^)]*\)\. Sign in as alex@contoso\.example to go on\./,
    );
  });

  it('answers Azure Resource Manager’s claims challenge without a prompt if the authority allows it', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    // A token issued from now on has a later nbf than the one of the sign-in.
    bench.cloud.faults.clockSkewSeconds = 60;
    const later = Math.floor(Date.now() / 1000) + 60;
    bench.cloud.faults.claimsChallenge = JSON.stringify({
      access_token: { nbf: { essential: true, value: String(later) } },
    });
    const { outputs } = await bench.engine.call('Get-AzSubscription', { TenantId: contoso });
    assert.equal(outputs.length, 4);
  });

  it('prompts for a claims challenge that needs the person, and names the command if nobody can be prompted', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    bench.cloud.faults.claimsChallenge = JSON.stringify({
      access_token: { acrs: { essential: true, value: 'c1' } },
    });
    await assert.rejects(
      bench.engine.call('Get-AzSubscription', { TenantId: contoso }),
      ({ data }: CallError) => {
        assert.equal(data.id, 'InteractionRequired.Mfa');
        return /Connect-AzAccount .*-ClaimsChallenge/.test(String(data.action));
      },
    );
    const { outputs } = await bench.engine.call('Get-AzSubscription', { TenantId: contoso }, atPrompt());
    assert.equal(outputs.length, 4);
  });

  it('accepts a challenge’s claims as JSON, in base64 or as a header, and rejects anything else', async () => {
    const claims = JSON.stringify({ access_token: { acrs: { essential: true, value: 'c1' } } });
    const encoded = Buffer.from(claims).toString('base64');
    const header = `Bearer realm="", error="insufficient_claims", claims="${encoded}"`;
    for (const text of [claims, encoded, header]) {
      await bench.engine.call(
        'Connect-AzAccount',
        { Environment: 'LocalCloud', UseDeviceAuthentication: true, Tenant: contoso, ClaimsChallenge: text },
        bench.personWithCode({ ...alex, mfaCode }),
      );
    }
    for (const text of ['neither', '[1]', '"text"', 'MTIz', 'Bearer realm=""']) {
      await assert.rejects(
        bench.connectWithCode({ ClaimsChallenge: text }),
        ({ data }: CallError) => data.id === 'InvalidArgument.Value',
        text,
      );
    }
  });

  it('gets a token for -AuthScope in the same sign-in, by short name or URI', async () => {
    for (const scope of ['KeyVault', 'https://storage.azure.com/']) {
      await bench.connectWithCode({ Tenant: contoso, AuthScope: scope });
    }
    const scopes = bench.cloud.requests
      .filter(({ path }) => path.endsWith('/token'))
      .map(({ body }) => new URLSearchParams(body).get('scope') ?? '');
    assert.ok(scopes.some((scope) => scope.includes('vault')));
    assert.ok(scopes.some((scope) => scope.includes('storage.azure.com')));
    await assert.rejects(
      bench.connectWithCode({ AuthScope: 'Nothing' }),
      ({ data }: CallError) => data.id === 'InvalidArgument.Value',
    );
  });
});
