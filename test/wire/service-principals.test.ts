import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { issueCertificate, type IssuedCertificate } from '../local-cloud/certificates.ts';
import type { CallError, CallOptions, CallResult } from '../support/engine-process.ts';
import { app, contoso, wireBench } from '../support/wire-bench.ts';

const fileSet = 'ServicePrincipalCertificateFileWithSubscriptionId';
const thumbprintSet = 'ServicePrincipalCertificateWithSubscriptionId';
const password = 'fake-password-of-the-file';

describe('service principals with certificates, over the wire', () => {
  const bench = wireBench();

  function issue(
    options: { keyType?: 'ec' | 'rsa'; days?: number; isRegistered?: boolean } = {},
  ): IssuedCertificate {
    const issued = issueCertificate({
      subject: 'contoso-deploy',
      days: options.days ?? 30,
      keyType: options.keyType ?? 'rsa',
    });
    if (options.isRegistered !== false) {
      bench.cloud.data.apps
        .find(({ clientId }) => clientId === app.userName)
        ?.certificates?.push(issued.certificatePem);
    }
    return issued;
  }

  async function pem(
    { privateKeyPem, certificatePem }: IssuedCertificate,
    name = 'deploy.pem',
  ): Promise<string> {
    const path = join(bench.home, name);
    await writeFile(path, `${privateKeyPem}${certificatePem}`);
    return path;
  }

  /** A PFX as OpenSSL writes it. */
  async function pfx(issued: IssuedCertificate, ...algorithms: string[]): Promise<string> {
    const path = join(bench.home, 'deploy.pfx');
    const from = ['-in', await pem(issued, 'for-openssl.pem'), '-out', path, '-passout', `pass:${password}`];
    execFileSync('openssl', ['pkcs12', '-export', ...algorithms, ...from]);
    return path;
  }

  const connect = (path: string, parameters: object = {}, secrets: string[] = []): Promise<CallResult> =>
    bench.engine.call(
      'Connect-AzAccount',
      {
        Environment: 'LocalCloud',
        ServicePrincipal: true,
        ApplicationId: app.userName,
        Tenant: contoso,
        CertificatePath: path,
        ...(secrets.length > 0 ? { CertificatePassword: { $secret: 0 } } : {}),
        ...parameters,
      },
      { parameterSet: fileSet, secrets },
    );

  const assertions = (): Record<string, unknown>[] =>
    bench.cloud.requests
      .map(({ body }) => new URLSearchParams(body).get('client_assertion') ?? '')
      .filter((text) => text !== '')
      .map(
        (text) =>
          JSON.parse(Buffer.from(text.split('.')[0] ?? '', 'base64url').toString()) as Record<
            string,
            unknown
          >,
      );

  for (const [kind, algorithms] of [
    ['modern', []],
    ['legacy', ['-legacy']],
  ] as const) {
    it(`signs in with a PFX file of ${kind} algorithms, and later processes with it too`, async () => {
      const path = await pfx(issue(), ...algorithms);
      await connect(path, {}, [password]);
      const another = await bench.startEngine();
      const { secrets } = await another.call('Get-AzAccessToken', { ResourceTypeName: 'KeyVault' });
      assert.match(secrets[0] ?? '', /^eyJ/);
      const text = await readFile(join(bench.home, 'AzureRmContext.json'), 'utf8');
      assert.ok(text.includes('"CertificatePath"') && !text.includes(password));
    });
  }

  it('signs in with a PEM file, and sends the chain only when told to', async () => {
    const path = await pem(issue());
    await connect(path);
    assert.equal(assertions().at(-1)?.x5c, undefined);
    await connect(path, { SendCertificateChain: true });
    assert.equal((assertions().at(-1)?.x5c as string[]).length, 1);
  });

  it('opens an encrypted PEM key with its password', async () => {
    const issued = issue();
    const encrypted = createPrivateKey(issued.privateKeyPem).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: password,
    });
    const path = join(bench.home, 'encrypted.pem');
    await writeFile(path, `${encrypted.toString()}${issued.certificatePem}`);
    await connect(path, {}, [password]);
    await assert.rejects(connect(path), /its private key is encrypted or damaged/);
  });

  it('says what is wrong with a file before it asks anybody', async () => {
    const text = async (content: string): Promise<string> => {
      const path = join(bench.home, 'odd.pem');
      await writeFile(path, content);
      return path;
    };
    const good = issue();
    const cases: [() => Promise<string>, RegExp, string[]?][] = [
      [() => Promise.resolve(join(bench.home, 'nowhere.pfx')), /there is no such file/],
      [() => pfx(good), /the password does not open it/, ['wrong-password']],
      [() => text(good.certificatePem), /it holds no private key/],
      [() => text('nothing of the kind'), /neither PKCS#12 \(PFX\) nor PEM/],
      [
        () => text(`${good.privateKeyPem}${issue().certificatePem}`),
        /no certificate that belongs to its private key/,
      ],
      [() => pem(issue({ keyType: 'ec' })), /not an RSA key/],
      [() => pem(issue({ days: -1 })), /its certificate expired on \d{4}-/],
    ];
    const before = assertions().length;
    for (const [path, expected, secrets] of cases) {
      await assert.rejects(connect(await path(), {}, secrets), (error: CallError) => {
        assert.equal(error.data.id, 'InvalidArgument.Certificate');
        assert.match(error.message, expected);
        return true;
      });
    }
    assert.equal(assertions().length, before);
  });

  it('explains a certificate that the application does not have', async () => {
    await assert.rejects(
      connect(await pem(issue({ isRegistered: false }))),
      /signature of the client assertion is not valid.*AADSTS700027.*correlation ID/,
    );
  });

  it('lets PowerShell sign with a certificate of a store, whose key never comes here', async () => {
    const { certificatePem, privateKeyPem, thumbprint } = issue();
    const options: CallOptions = {
      parameterSet: thumbprintSet,
      onHost: (method, params) => {
        if (method === 'host/certificate') {
          const isThere = params.thumbprint === thumbprint;
          const der = new X509Certificate(certificatePem).raw.toString('base64');
          return { chain: isThere ? [der] : [], problem: '' };
        }
        const data = Buffer.from(String(params.data), 'base64');
        return { signature: sign('sha256', data, privateKeyPem).toString('base64'), problem: '' };
      },
    };
    const parameters = {
      Environment: 'LocalCloud',
      ServicePrincipal: true,
      ApplicationId: app.userName,
      Tenant: contoso,
    };
    const spaced = thumbprint.toLowerCase().replace(/(..)/g, '$1 ');
    await bench.engine.call('Connect-AzAccount', { ...parameters, CertificateThumbprint: spaced }, options);
    const { secrets } = await bench.engine.call(
      'Get-AzAccessToken',
      { ResourceTypeName: 'KeyVault' },
      { onHost: options.onHost },
    );
    assert.match(secrets[0] ?? '', /^eyJ/);
    await assert.rejects(
      bench.engine.call('Connect-AzAccount', { ...parameters, CertificateThumbprint: 'ABCD' }, options),
      ({ data }: CallError) => data.id === 'NotFound.Certificate',
    );
  });
});

describe('service principals with tokens of another issuer, over the wire', () => {
  const bench = wireBench();

  const connect = (variables: Record<string, string>, token?: string): Promise<CallResult> =>
    bench.engine.call(
      'Connect-AzAccount',
      {
        Environment: 'LocalCloud',
        ServicePrincipal: true,
        ApplicationId: app.userName,
        Tenant: contoso,
        ...(token === undefined ? {} : { FederatedToken: { $secret: 0 } }),
      },
      {
        parameterSet: 'ClientAssertionParameterSet',
        environment: variables,
        secrets: token === undefined ? [] : [token],
      },
    );

  const token = async (variables: Record<string, string>, service: string): Promise<string> =>
    (await bench.engine.call('Get-AzAccessToken', { ResourceTypeName: service }, { environment: variables }))
      .secrets[0] ?? '';

  it('asks the place it runs in for a fresh identity token whenever it needs an access token', async () => {
    const { ci, faults } = bench.cloud;
    const kubernetes = await ci.kubernetes();
    const places = [
      { place: await ci.githubActions(), renew: undefined },
      { place: await ci.azurePipelines(), renew: undefined },
      { place: kubernetes, renew: () => kubernetes.rotate() },
    ];
    for (const { place, renew } of places) {
      await renew?.();
      await connect(place.variables);
      // Two hours later the first identity token is long over.
      faults.clockSkewSeconds += 7200;
      await renew?.();
      assert.match(await token(place.variables, 'KeyVault'), /^eyJ/);
      assert.doesNotMatch(await readFile(join(bench.home, 'AzureRmContext.json'), 'utf8'), /eyJ/);
      // A token of this place must not serve the next one.
      await bench.engine.call('Disconnect-AzAccount', {}, { environment: place.variables });
    }
  });

  it('takes the token that GitLab gives, and says when it has expired', async () => {
    const gitlab = await bench.cloud.ci.gitlab({ lifetimeSeconds: 6 });
    await connect({}, await gitlab.assertion());
    await new Promise((resolve) => setTimeout(resolve, 7000));
    await assert.rejects(token({}, 'KeyVault'), (error: CallError) => {
      assert.equal(error.data.id, 'Authentication.FederatedTokenExpired');
      return /leave it out, and it is renewed by itself/.test(String(error.data.action));
    });
    const files = await readdir(bench.home, { recursive: true, withFileTypes: true });
    const contexts = files.filter(({ name }) => name === 'AzureRmContext.json');
    assert.equal(contexts.length, 1);
  });

  it('explains a token that no federated credential fits', async () => {
    const github = await bench.cloud.ci.githubActions({ isTrusted: false });
    await assert.rejects(
      connect(github.variables),
      /No federated credential of the application fits the token\. \(AADSTS70021\d?, correlation ID/,
    );
  });

  it('says what is missing where there is no issuer, and what an issuer refused', async () => {
    const isMissing = (reason: RegExp) => (error: CallError) => {
      assert.equal(error.data.id, 'Authentication.NoIdentityToken');
      assert.match(error.message, reason);
      return /-FederatedToken/.test(String(error.data.action));
    };
    await assert.rejects(connect({}), isMissing(/id-token: write/));
    await assert.rejects(
      connect({ SYSTEM_OIDCREQUESTURI: 'https://dev.azure.example' }),
      isMissing(/also needs SYSTEM_ACCESSTOKEN/),
    );
    const { variables } = await bench.cloud.ci.githubActions();
    await assert.rejects(
      connect({ ...variables, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'wrong' }),
      isMissing(/GitHub Actions refused to give one \(HTTP 401\)/),
    );
  });
});
