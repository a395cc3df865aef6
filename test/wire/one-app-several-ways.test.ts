import assert from 'node:assert/strict';
import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallError } from '../support/engine-process.ts';
import { app, contoso, wireBench } from '../support/wire-bench.ts';

describe('one application with two kinds of credential', () => {
  const bench = wireBench();

  async function connectFederated(parameters: object = {}): Promise<void> {
    const gitlab = await bench.cloud.ci.gitlab();
    await bench.engine.call(
      'Connect-AzAccount',
      {
        ...{
          Environment: 'LocalCloud',
          ServicePrincipal: true,
          ApplicationId: app.userName,
          Tenant: contoso,
        },
        ...{ FederatedToken: { $secret: 0 }, ContextName: 'federated', ...parameters },
      },
      { parameterSet: 'ClientAssertionParameterSet', secrets: [await gitlab.assertion()] },
    );
  }

  async function newTokenIn(context: string): Promise<string | null> {
    await bench.engine.call('Select-AzContext', { Name: context }, { parameterSet: 'SelectByName' });
    await bench.engine.call('Get-AzAccessToken', { ForceRefresh: true });
    return new URLSearchParams(
      bench.cloud.requests.filter(({ path }) => path.endsWith('/token')).at(-1)?.body,
    ).get('client_secret');
  }

  async function stored(): Promise<string> {
    const folder = join(bench.home, '.IdentityService');
    const names = (await readdir(folder)).filter((name) => name.startsWith('keystore'));
    return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');
  }

  for (const scope of ['CurrentUser', 'Process'])
    it(`keeps the secret for the context that needs it, with scope ${scope}`, async () => {
      await bench.connectApp({ ContextName: 'secret', Scope: scope });
      await connectFederated({ Scope: scope });
      assert.equal(await newTokenIn('secret'), app.secret);
      assert.equal(await newTokenIn('federated'), null);
    });

  it('can be signed out of one context while the other stays signed in', async () => {
    const remove = (name: string): Promise<unknown> =>
      bench.engine.call('Remove-AzContext', { Name: name, Force: true }, { parameterSet: 'RemoveByName' });
    await bench.connectApp({ ContextName: 'secret', SkipContextPopulation: true });
    await connectFederated({ SkipContextPopulation: true });
    await remove('federated');
    assert.equal(await newTokenIn('secret'), app.secret);
    assert.doesNotMatch(await stored(), /federatedToken/);
    await remove('secret');
    assert.equal(await stored(), '');
  });

  it('deletes the secret when the context that needed it changes to a federated token', async () => {
    await bench.connectApp({ ContextName: 'federated', SkipContextPopulation: true });
    assert.match(await stored(), /fake-secret/);
    await connectFederated({ Force: true, SkipContextPopulation: true });
    assert.doesNotMatch(await stored(), /fake-secret/);
    assert.match(await stored(), /federatedToken/);
  });

  it('reports which credential the context needs if its secret is gone', async () => {
    await bench.connectApp({ ContextName: 'secret' });
    await connectFederated();
    const folder = join(bench.home, '.IdentityService');
    for (const name of await readdir(folder)) if (name.startsWith('keystore')) await rm(join(folder, name));
    await assert.rejects(newTokenIn('secret'), ({ data }: CallError) => {
      assert.equal(data.id, 'NotSignedIn.Expired');
      return /-Credential/.test(String(data.action));
    });
  });
});
