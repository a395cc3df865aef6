// One person can have several names: as a guest, and after a rename. docs/fidelity.md has the sources.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { renameUser, signInAtAuthorizeUrl } from '../local-cloud/index.ts';
import { streamText, type CallError, type CallResult } from '../support/engine-process.ts';
import { alex, contoso, fabrikam, wireBench } from '../support/wire-bench.ts';

const sam = { username: 'sam@contoso.example', password: 'fake-password-of-sam' };
const renamed = { ...alex, username: 'alexandra@contoso.example' };

describe('names of accounts, over the wire', function () {
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

  it('may differ in a guest tenant: -AccountId from the home tenant signs the guest in', async () => {
    const result = await bench.connectWithCode({ AccountId: alex.username, Tenant: fabrikam });
    assert.equal(contextOf(result).Tenant?.Id, fabrikam);
    assert.match(streamText(result.messages, 'warning'), /'alex@contoso\.example' was asked for/);
  });

  it('stay those of the home tenant after a guest’s sign-in to another tenant, without a warning', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    const result = await bench.connectWithCode({ AccountId: alex.username, Tenant: fabrikam });
    assert.equal(contextOf(result).Account?.Id, alex.username);
    assert.doesNotMatch(streamText(result.messages, 'warning'), /asked for/);
  });

  it('may change: a renamed user is signed in, and signed out with all contexts', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    renameUser(bench.cloud.data, alex.username, renamed.username);
    bench.cloud.faults.revokeRefreshTokens();
    const again = await connectAs(renamed, { Tenant: contoso, AccountId: alex.username });
    assert.match(streamText(again.messages, 'warning'), /has the name 'alexandra@contoso\.example' now/);
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
    ['may change before a prompt to sign in again: the command continues', renamed],
    ['of another person are rejected at a prompt to sign in again, and none of their tokens is kept', sam],
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
          // Without the login hint, like a user who picks another account on the page.
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

  it('other than the requested one are accepted with a warning', async () => {
    const result = await bench.connectWithCode({ AccountId: sam.username });
    assert.equal(contextOf(result).Account?.Id, alex.username);
    assert.match(
      streamText(result.messages, 'warning'),
      /'alex@contoso\.example' signed in, and 'sam@contoso\.example'/,
    );
  });

  it('other than the requested one are accepted with a warning if the requested account is known too', async () => {
    await connectAs(sam, { Tenant: contoso });
    const result = await bench.connectWithCode({ AccountId: sam.username, Tenant: contoso });
    const { Account: account } = contextOf(result);
    assert.equal(account?.Id, alex.username);
    assert.match(
      streamText(result.messages, 'warning'),
      /'alex@contoso\.example' signed in, and 'sam@contoso\.example'/,
    );
    // Neither account gets tokens of the other.
    for (const { username } of [alex, sam]) {
      await bench.engine.call('Connect-AzAccount', {
        Environment: 'LocalCloud',
        AccountId: username,
        Tenant: contoso,
      });
      const token = (await bench.engine.call('Get-AzAccessToken')).secrets[0] ?? '';
      assert.equal(decodeJwt(token)['unique_name'], username);
    }
  });
});
