// One person has several names: as a guest, and after a rename. docs/fidelity.md has the sources.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renameUser, signInAtAuthorizeUrl } from '../local-cloud/index.ts';
import { toldIn, type CallError, type CallResult } from '../support/engine-process.ts';
import { alex, contoso, fabrikam, wireBench } from '../support/wire-bench.ts';

const sam = { username: 'sam@contoso.example', password: 'fake-password-of-sam' };
const renamed = { ...alex, username: 'alexandra@contoso.example' };

describe('names of people, over the wire', function () {
  this.timeout(20_000);
  const bench = wireBench();
  const contextOf = ({ outputs }: CallResult): Record<string, Record<string, unknown>> =>
    outputs[0]?.Context as Record<string, Record<string, unknown>>;
  const connectAs = (person: typeof alex, parameters: object): Promise<CallResult> =>
    bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', UseDeviceAuthentication: true, ...parameters },
      bench.personWithCode(person),
    );

  it('signs a guest in whose name differs in the guest tenant, with -AccountId from the home tenant', async () => {
    const result = await bench.connectWithCode({ AccountId: alex.username, Tenant: fabrikam });
    assert.equal(contextOf(result).Tenant?.Id, fabrikam);
    assert.match(toldIn(result.told, 'warning'), /'alex@contoso\.example' was asked for/);
  });

  it('keeps the home name for a guest after a sign-in to the guest tenant, without a warning', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    const result = await bench.connectWithCode({ AccountId: alex.username, Tenant: fabrikam });
    assert.equal(contextOf(result).Account?.Id, alex.username);
    assert.doesNotMatch(toldIn(result.told, 'warning'), /asked for/);
  });

  it('signs a renamed person in, and out with all of their contexts', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    renameUser(bench.cloud.data, alex.username, renamed.username);
    bench.cloud.faults.revokeRefreshTokens();
    const again = await connectAs(renamed, { Tenant: contoso, AccountId: alex.username });
    assert.match(toldIn(again.told, 'warning'), /has the name 'alexandra@contoso\.example' now/);
    await bench.engine.call(
      'Disconnect-AzAccount',
      { Username: renamed.username },
      { parameterSet: 'UserId' },
    );
    const left = await bench.engine.call(
      'Get-AzContext',
      { ListAvailable: true },
      { parameterSet: 'ListAllContexts' },
    );
    assert.deepEqual(left.outputs, []);
  });

  for (const [sentence, person] of [
    ['goes on with a command after a renamed person has signed in again', renamed],
    ['refuses another person at a prompt that asks to sign in again, and keeps none of their tokens', sam],
  ] as const) {
    it(sentence, async () => {
      await bench.connectWithCode({ Tenant: contoso });
      if (person === renamed) renameUser(bench.cloud.data, alex.username, renamed.username);
      bench.cloud.faults.revokeRefreshTokens();
      const getToken = bench.engine.call(
        'Get-AzAccessToken',
        { ResourceTypeName: 'KeyVault' },
        {
          interactive: true,
          environment: { BROWSER: '/bin/true' },
          // Without the hint, as somebody who takes another account on the page.
          ...bench.personAtAddress(async (url) =>
            fetch(await signInAtAuthorizeUrl(url.replace(/&login_hint=[^&]*/, ''), person, bench.cloud)),
          ),
        },
      );
      if (person === renamed) {
        assert.match((await getToken).secrets[0] ?? '', /^eyJ/);
        return;
      }
      await assert.rejects(getToken, ({ data }: CallError) => data.id === 'Authentication.WrongAccount');
      const tokens = await readFile(join(bench.home, '.IdentityService/msal.cache.cae'), 'utf8');
      assert.match(tokens, /alex@contoso/);
      assert.doesNotMatch(tokens, /sam@contoso/);
    });
  }

  it('takes another account than the one asked for with a warning', async () => {
    const result = await bench.connectWithCode({ AccountId: sam.username });
    assert.equal(contextOf(result).Account?.Id, alex.username);
    assert.match(
      toldIn(result.told, 'warning'),
      /'alex@contoso\.example' signed in, and 'sam@contoso\.example'/,
    );
  });

  it('refuses another account where the one asked for is known', async () => {
    await connectAs(sam, { Tenant: contoso });
    const attempt = bench.connectWithCode({ AccountId: sam.username });
    await assert.rejects(attempt, ({ data }: CallError) => data.id === 'Authentication.WrongAccount');
  });
});
