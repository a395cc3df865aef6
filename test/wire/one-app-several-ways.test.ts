import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { issueCertificate } from '../local-cloud/index.ts';
import type { CallError } from '../support/engine-process.ts';
import { app, contoso, wireBench } from '../support/wire-bench.ts';

describe('one application with several credentials', () => {
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

  const remove = (name: string): Promise<unknown> =>
    bench.engine.call('Remove-AzContext', { Name: name, Force: true }, { parameterSet: 'RemoveByName' });

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
    await bench.connectApp({ ContextName: 'secret', SkipContextPopulation: true });
    await connectFederated({ SkipContextPopulation: true });
    await remove('federated');
    assert.equal(await newTokenIn('secret'), app.secret);
    assert.doesNotMatch(await stored(), /federatedToken/);
    await remove('secret');
    assert.equal(await stored(), '');
  });

  const certificates = ['one', 'two'] as const;

  /** Signs in with a certificate file that has its own password, in a context of the same name. */
  async function connectWithFile(name: (typeof certificates)[number], scope: string): Promise<void> {
    const { privateKeyPem, certificatePem } = issueCertificate({ subject: name, days: 30, keyType: 'rsa' });
    bench.cloud.data.apps
      .find(({ clientId }) => clientId === app.userName)
      ?.certificates?.push(certificatePem);
    const passphrase = `fake-password-of-${name}`;
    const key = createPrivateKey(privateKeyPem).export({
      ...{ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase },
    } as const);
    const path = join(bench.home, `${name}.pem`);
    await writeFile(path, `${key.toString()}${certificatePem}`);
    await bench.engine.call(
      'Connect-AzAccount',
      {
        ...{ Environment: 'LocalCloud', ServicePrincipal: true, ApplicationId: app.userName },
        ...{ Tenant: contoso, CertificatePath: path, CertificatePassword: { $secret: 0 } },
        ...{ ContextName: name, SkipContextPopulation: true, Scope: scope },
      },
      { parameterSet: 'ServicePrincipalCertificateFileWithSubscriptionId', secrets: [passphrase] },
    );
  }

  for (const scope of ['CurrentUser', 'Process'])
    it(`keeps the password of each certificate file for its context, with scope ${scope}`, async () => {
      for (const name of certificates) await connectWithFile(name, scope);
      for (const name of certificates) assert.equal(await newTokenIn(name), null);
    });

  it('keeps the passwords of certificate files in an export, and deletes each with its context', async () => {
    for (const name of certificates) await connectWithFile(name, 'CurrentUser');
    await bench.connectApp({ ContextName: 'secret', SkipContextPopulation: true });
    const saved = join(bench.home, 'saved.json');
    await bench.engine.call('Save-AzContext', { Path: saved, WithCredential: true });
    await bench.engine.call('Import-AzContext', { Path: saved }, { parameterSet: 'ProfileFromDisk' });
    for (const name of ['secret', ...certificates])
      assert.equal(await newTokenIn(name), name === 'secret' ? app.secret : null);
    await remove('one');
    assert.doesNotMatch(await stored(), /fake-password-of-one/);
    assert.match(await stored(), /fake-password-of-two/);
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
