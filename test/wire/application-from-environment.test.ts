// Environment variables that the Azure SDKs' EnvironmentCredential and WorkloadIdentityCredential read.
import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { issueCertificate } from '../local-cloud/index.ts';
import { streamText, type CallError, type CallResult } from '../support/engine-process.ts';
import { app, contoso, wireBench } from '../support/wire-bench.ts';

const assertionSet = 'ClientAssertionParameterSet';
const password = 'fake-password-of-the-file';

describe('Connect-AzAccount -ServicePrincipal with environment variables', () => {
  const bench = wireBench();

  const names = { AZURE_CLIENT_ID: app.userName, AZURE_TENANT_ID: contoso };

  function connect(
    environment: Record<string, unknown>,
    parameters: object = {},
    { secrets = [app.secret], parameterSet = assertionSet } = {},
  ): Promise<CallResult> {
    return bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', ServicePrincipal: true, ...parameters },
      { parameterSet, secrets, environment: environment as Record<string, string> },
    );
  }

  const tokenFields = (name: string): (string | null)[] =>
    bench.cloud.requests
      .filter(({ path }) => path.endsWith('/token'))
      .map(({ body }) => new URLSearchParams(body).get(name));

  /** Writes a certificate of the application: key and certificate in a PEM file. */
  async function certificateFile(passphrase?: string): Promise<string> {
    const issued = issueCertificate({ subject: 'contoso-deploy', days: 30, keyType: 'rsa' });
    bench.cloud.data.apps
      .find(({ clientId }) => clientId === app.userName)
      ?.certificates?.push(issued.certificatePem);
    const { createPrivateKey } = await import('node:crypto');
    const key =
      passphrase === undefined
        ? issued.privateKeyPem
        : createPrivateKey(issued.privateKeyPem)
            .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
            .toString();
    const path = join(bench.home, 'deploy.pem');
    await writeFile(path, key + issued.certificatePem);
    return path;
  }

  it('uses the application and its tenant if an identity token is available', async () => {
    const { variables } = await bench.cloud.ci.githubActions();
    await connect({ ...variables, ...names });
    assert.deepEqual([tokenFields('client_id').at(-1)], [app.userName]);
  });

  it('uses AZURE_CLIENT_SECRET, and keeps using it after the variables are gone', async () => {
    const { messages, outputs } = await connect({ ...names, AZURE_CLIENT_SECRET: { $secret: 0 } });
    assert.match(streamText(messages, 'verbose'), /AZURE_CLIENT_ID, AZURE_TENANT_ID, AZURE_CLIENT_SECRET/);
    assert.ok(!JSON.stringify([messages, outputs]).includes(app.secret));
    const another = await bench.startEngine();
    const { secrets } = await another.call('Get-AzAccessToken', { ResourceTypeName: 'KeyVault' });
    assert.match(secrets[0] ?? '', /^eyJ/);
    for (const file of await readdir(bench.home, { recursive: true, withFileTypes: true })) {
      if (!file.isFile() || file.name.startsWith('keystore.cache')) continue;
      const text = await readFile(join(file.parentPath, file.name), 'utf8');
      assert.ok(!text.includes(app.secret), `${file.name} has the secret`);
    }
  });

  it('uses AZURE_CLIENT_CERTIFICATE_PATH with its password, and sends the chain if the variable says so', async () => {
    const variables = {
      ...names,
      AZURE_CLIENT_CERTIFICATE_PATH: await certificateFile(password),
      AZURE_CLIENT_CERTIFICATE_PASSWORD: { $secret: 0 },
    };
    const lastHeader = (): Record<string, unknown> =>
      JSON.parse(
        Buffer.from(tokenFields('client_assertion').at(-1)?.split('.')[0] ?? '', 'base64url').toString(),
      ) as Record<string, unknown>;
    await connect(variables, {}, { secrets: [password] });
    assert.equal(lastHeader().x5c, undefined);
    await connect({ ...variables, AZURE_CLIENT_SEND_CERTIFICATE_CHAIN: 'true' }, {}, { secrets: [password] });
    assert.ok(Array.isArray(lastHeader().x5c));
  });

  it('prefers the secret to the certificate and to an identity token, as the Azure SDKs do', async () => {
    const { variables } = await bench.cloud.ci.githubActions();
    const path = await certificateFile();
    await connect({
      ...{ ...variables, ...names },
      ...{ AZURE_CLIENT_SECRET: { $secret: 0 }, AZURE_CLIENT_CERTIFICATE_PATH: path },
    });
    assert.equal(tokenFields('client_secret').at(-1), app.secret);
    await connect({ ...variables, ...names, AZURE_CLIENT_CERTIFICATE_PATH: path });
    assert.ok((tokenFields('client_assertion').at(-1) ?? '').length > 0);
    assert.ok(!bench.cloud.requests.some(({ host }) => host === 'github-actions'));
  });

  it('ignores the variables if the parameters are given', async () => {
    const elsewhere = {
      AZURE_CLIENT_ID: 'b0000000-0000-4000-8000-00000000dead',
      AZURE_TENANT_ID: 'b0000000-0000-4000-8000-00000000beef',
      AZURE_CLIENT_SECRET: { $secret: 0 },
    };
    const credential = { $credential: { userName: app.userName, password: { $secret: 0 } } };
    await connect(
      elsewhere,
      { Credential: credential, Tenant: contoso },
      { parameterSet: 'ServicePrincipalWithSubscriptionId' },
    );
    const { variables } = await bench.cloud.ci.githubActions();
    await connect({ ...variables, ...elsewhere }, { ApplicationId: app.userName, Tenant: contoso });
    assert.equal(tokenFields('client_secret').at(-1), null);
    const given = bench.cloud.ci.gitlab();
    await connect(
      { ...names, AZURE_CLIENT_SECRET: { $secret: 0 } },
      { FederatedToken: { $secret: 1 } },
      { secrets: [app.secret, await (await given).assertion()] },
    );
    assert.equal(tokenFields('client_secret').at(-1), null);
  });

  it('uses the tenant with -Credential, and tenant and application with a certificate file', async () => {
    const credential = { $credential: { userName: app.userName, password: { $secret: 0 } } };
    await connect(
      { AZURE_TENANT_ID: contoso },
      { Credential: credential },
      { parameterSet: 'ServicePrincipalWithSubscriptionId' },
    );
    await connect(
      names,
      { CertificatePath: await certificateFile() },
      { parameterSet: 'ServicePrincipalCertificateFileWithSubscriptionId' },
    );
  });

  it('reports which parameter is missing and which variable can replace it before any request', async () => {
    const before = bench.cloud.requests.length;
    const missing = (error: CallError): boolean => error.data.id === 'InvalidArgument.ParameterSet';
    await assert.rejects(connect({}), (error: CallError) => {
      assert.match(error.message, /^-ApplicationId is missing, and AZURE_CLIENT_ID is not set\. -Tenant is/);
      return missing(error);
    });
    await assert.rejects(
      connect({ AZURE_CLIENT_ID: app.userName, AZURE_TENANT_ID: '' }),
      (error: CallError) => {
        assert.equal(error.message, '-Tenant is missing, and AZURE_TENANT_ID is not set.');
        return missing(error);
      },
    );
    assert.equal(bench.cloud.requests.length, before);
  });

  it('reports that another application’s secret is not used', async () => {
    await assert.rejects(
      connect(
        { AZURE_CLIENT_ID: 'b0000000-0000-4000-8000-00000000dead', AZURE_CLIENT_SECRET: { $secret: 0 } },
        { ApplicationId: app.userName, Tenant: contoso },
      ),
      /AZURE_CLIENT_SECRET belongs to the application in AZURE_CLIENT_ID/,
    );
  });

  it('rejects a path in AZURE_CLIENT_CERTIFICATE_PATH that is not absolute', async () => {
    await assert.rejects(
      connect({ ...names, AZURE_CLIENT_CERTIFICATE_PATH: 'deploy.pem' }),
      ({ data, message }: CallError) =>
        data.id === 'InvalidArgument.Certificate' && /AZURE_CLIENT_CERTIFICATE_PATH.*absolute/.test(message),
    );
  });
});
