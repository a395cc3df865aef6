// Service principals whose secrets Az.Accounts keeps in its keystore.cache.
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallError, EngineProcess } from '../support/engine-process.ts';
import { app, contoso, fabrikam, wireBench } from '../support/wire-bench.ts';

/** A keystore item as Az.Accounts writes it. */
function item(appId: string, tenantId: string, secret: string): object {
  return {
    keyType: 'ServicePrincipalKey',
    keyStoreKey: JSON.stringify({ appId, tenantId, name: 'ServicePrincipalSecret' }),
    valueType: 'SecureString',
    keyStoreValue: JSON.stringify(secret),
  };
}

describe('the keystore of Az.Accounts, over the wire', () => {
  const bench = wireBench();
  const other = item('b0000000-0000-4000-8000-000000000001', contoso, 'fake-secret-of-another');
  const keystore = (): string => join(bench.home, 'keystore.cache');

  /** Signs in, and leaves the files that Az.Accounts would leave: the context, and no secret of ours. */
  async function signedInThere(...items: object[]): Promise<EngineProcess> {
    await bench.connectApp();
    await rm(join(bench.home, '.IdentityService'), { recursive: true });
    await writeFile(keystore(), JSON.stringify(items));
    return bench.startEngine();
  }
  const token = async (engine: EngineProcess): Promise<string> => {
    try {
      const { secrets } = await engine.call(
        'Get-AzAccessToken',
        {},
        { parameterSet: 'KnownResourceTypeName' },
      );
      return secrets.length === 1 ? 'a token' : 'none';
    } catch (error) {
      return String((error as CallError).data.id);
    }
  };

  for (const [how, tenant] of [
    ['by its ID', contoso.toUpperCase()],
    ['by its domain', 'contoso.example'],
  ] as const) {
    it(`provides the secret of an application that signed in to a tenant ${how}`, async () => {
      const wrong = item(app.userName, fabrikam, 'fake-secret-for-another-tenant');
      const engine = await signedInThere(other, wrong, item(app.userName, tenant, app.secret));
      assert.equal(await token(engine), 'a token');
    });
  }

  it('provides no secret of another application or tenant, and none from a file that is not a list', async () => {
    const wrong = item(app.userName, fabrikam, app.secret);
    const engine = await signedInThere(other, wrong);
    assert.equal(await token(engine), 'NotSignedIn.Expired');
    await writeFile(keystore(), '{"not": "a list"');
    assert.equal(await token(engine), 'NotSignedIn.Expired');
    assert.equal(await readFile(keystore(), 'utf8'), '{"not": "a list"');
  });

  it('loses exactly the secret of an application that signs out here', async () => {
    const engine = await signedInThere(other, item(app.userName, contoso, app.secret));
    await engine.call(
      'Disconnect-AzAccount',
      { ApplicationId: app.userName, TenantId: contoso },
      {
        parameterSet: 'ServicePrincipal',
      },
    );
    assert.deepEqual(JSON.parse(await readFile(keystore(), 'utf8')), [other]);
  });

  it('is unchanged by a sign-in here', async () => {
    const engine = await signedInThere(other, item(app.userName, contoso, 'fake-secret-of-old'));
    const before = await readFile(keystore());
    await bench.connectApp({}, { engine });
    assert.equal(await token(engine), 'a token');
    assert.deepEqual(await readFile(keystore()), before);
  });

  it('is not needed for a secret that an older version left in the context file', async () => {
    await signedInThere();
    const path = join(bench.home, 'AzureRmContext.json');
    const contexts = JSON.parse(await readFile(path, 'utf8')) as {
      Contexts: Record<string, { Account: { ExtendedProperties: Record<string, string> } }>;
    };
    for (const { Account } of Object.values(contexts.Contexts)) {
      Account.ExtendedProperties.ServicePrincipalSecret = app.secret;
    }
    await writeFile(path, JSON.stringify(contexts));
    assert.equal(await token(await bench.startEngine()), 'a token');
  });
});
