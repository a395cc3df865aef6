import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallError, CallResult } from '../support/engine-process.ts';
import { contoso, fabrikam, wireBench } from '../support/wire-bench.ts';

describe('access tokens given to Connect-AzAccount, over the wire', () => {
  const bench = wireBench();

  /** Returns a token of the application, as another program would get it. */
  async function tokenFor(service: string): Promise<string> {
    const contexts = (await bench.engine.call('Get-AzContext')).outputs;
    if (contexts.length === 0) {
      await bench.connectApp({ Scope: 'Process' });
    }
    return (await bench.engine.call('Get-AzAccessToken', { ResourceTypeName: service })).secrets[0] ?? '';
  }

  const connect = (tokens: Record<string, string>, parameters: object = {}): Promise<CallResult> => {
    const names = Object.keys(tokens);
    return bench.engine.call(
      'Connect-AzAccount',
      {
        Environment: 'LocalCloud',
        AccountId: 'deploy',
        ...Object.fromEntries(names.map((name, index) => [name, { $secret: index }])),
        ...parameters,
      },
      { parameterSet: 'AccessTokenWithSubscriptionId', secrets: Object.values(tokens) },
    );
  };

  const refused = async (attempt: Promise<unknown>, reason: RegExp): Promise<void> => {
    await assert.rejects(attempt, (error: CallError) => {
      assert.equal(error.data.id, 'InvalidArgument.Token');
      assert.match(error.message, reason);
      assert.doesNotMatch(JSON.stringify(error.data), /eyJ/);
      return true;
    });
  };

  it('are used for their services, and a missing one is reported with its parameter', async () => {
    const [arm, vault] = [await tokenFor('Arm'), await tokenFor('KeyVault')];
    const { outputs } = await connect({ AccessToken: arm, KeyVaultAccessToken: vault });
    const { Account: account } = outputs[0]?.Context as { Account: Record<string, unknown> };
    assert.deepEqual([account.Id, account.Type], ['deploy', 'AccessToken']);
    const get = async (service: string): Promise<unknown> =>
      (await bench.engine.call('Get-AzAccessToken', { ResourceTypeName: service })).secrets[0];
    assert.equal(await get('Arm'), arm);
    assert.equal(await get('KeyVault'), vault);
    await assert.rejects(get('MSGraph'), ({ data }: CallError) => {
      assert.equal(data.id, 'Authentication.TokenNotGiven');
      return String(data.action).includes('-MicrosoftGraphAccessToken');
    });
    await assert.rejects(get('Storage'), ({ data }: CallError) => {
      assert.equal(data.id, 'Authentication.TokenNotGiven');
      return /for few services only/.test(String(data.action));
    });
    const file = await readFile(join(bench.home, 'AzureRmContext.json'), 'utf8');
    assert.doesNotMatch(file, /eyJ/);
  });

  it('are accepted in the form of a header', async () => {
    const arm = await tokenFor('Arm');
    await connect({ AccessToken: `Bearer ${arm}\n` });
    assert.equal((await bench.engine.call('Get-AzAccessToken')).secrets[0], arm);
    await connect({ AccessToken: 'bearer opaque' }, { SkipValidation: true, Tenant: contoso });
    assert.equal((await bench.engine.call('Get-AzAccessToken')).secrets[0], 'opaque');
  });

  it('are not used for another tenant', async () => {
    await connect({ AccessToken: await tokenFor('Arm') });
    await assert.rejects(
      bench.engine.call('Get-AzAccessToken', { TenantId: 'fabrikam.example' }),
      ({ data, message }: CallError) => {
        assert.equal(data.id, 'Authentication.OtherTenant');
        assert.match(message, new RegExp(`'deploy' has tokens of the tenant '${contoso}' only`));
        return String(data.action).includes(`Connect-AzAccount -Tenant ${fabrikam}`);
      },
    );
    const same = await bench.engine.call('Get-AzAccessToken', { TenantId: 'contoso.example' });
    assert.match(same.secrets[0] ?? '', /^eyJ/);
  });

  it('are rejected, with their claims explained, if they cannot work', async () => {
    const [arm, vault] = [await tokenFor('Arm'), await tokenFor('KeyVault')];
    await refused(
      connect({ AccessToken: arm }, { Tenant: 'fabrikam.example' }),
      /of the tenant 10000000\S+ \(claim tid\)/,
    );
    await refused(connect({ AccessToken: vault }), /is for https:\/\/vault\S+ \(claim aud\), not for/);
    for (const odd of ['not-a-token', `"${arm}"`, `'${arm}`, `${arm} ${vault}`])
      await refused(connect({ AccessToken: odd }), /not a JSON Web Token/);
    const [head = '', body = '', tail = ''] = arm.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
    const old = Buffer.from(JSON.stringify({ ...claims, exp: 1_700_000_000 })).toString('base64url');
    await refused(
      connect({ AccessToken: [head, old, tail].join('.') }),
      /expired at 2023-11-14\S+ \(claim exp\)/,
    );
  });

  it('are rejected if a line break is in them, as after copying from a narrow terminal, even unchecked', async () => {
    const arm = await tokenFor('Arm');
    const broken = `${arm.slice(0, 20)}\n${arm.slice(20)}`;
    for (const more of [{}, { SkipValidation: true, Tenant: contoso }])
      await refused(connect({ AccessToken: broken }, more), /a line break is in it/);
    await refused(
      connect(
        { AccessToken: arm, KeyVaultAccessToken: 'a\u201Db' },
        { SkipValidation: true, Tenant: contoso },
      ),
      /-KeyVaultAccessToken cannot be used: the character '\u201D' is in it/,
    );
  });

  it('are rejected if they are a type name, which is the text of a SecureString', async () => {
    await assert.rejects(
      connect({ AccessToken: 'System.Security.SecureString' }),
      ({ data, message }: CallError) => {
        assert.match(message, /name of a type, not the secret/);
        return String(data.action).includes('-AsPlainText');
      },
    );
  });

  it('are used unchecked and without a request with -SkipValidation', async () => {
    const from = bench.cloud.requests.length;
    await connect(
      { AccessToken: 'opaque' },
      { SkipValidation: true, Subscription: 'anything', Tenant: contoso },
    );
    assert.equal(bench.cloud.requests.length, from);
    const context = (await bench.engine.call('Get-AzContext')).outputs[0] as { Subscription: { Id: string } };
    assert.equal(context.Subscription.Id, 'anything');
    await connect({ AccessToken: 'opaque' }, { SkipValidation: true, Subscription: 'anything' });
    await assert.rejects(
      bench.engine.call('Get-AzAccessToken'),
      /not a valid value for -TenantId\. The context has no tenant\.$/,
    );
  });
});
