import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { withCacheLock } from '../../engine/storage/files/msal-lockfile.ts';
import { issueCertificate, type IssuedCertificate } from '../local-cloud/index.ts';
import type { CallError, CallOptions, CallResult } from '../support/engine-process.ts';
import { app, contoso, wireBench } from '../support/wire-bench.ts';

const fileSet = 'ServicePrincipalCertificateFileWithSubscriptionId';
const thumbprintSet = 'ServicePrincipalCertificateWithSubscriptionId';
const password = 'fake-password-of-the-file';

describe('service principals with certificates, over the wire', () => {
  const bench = wireBench();

  function issue(
    options: { keyType?: 'ec' | 'rsa'; days?: number; validFrom?: Date; isRegistered?: boolean } = {},
  ): IssuedCertificate {
    const issued = issueCertificate({
      subject: 'contoso-deploy',
      days: options.days ?? 30,
      keyType: options.keyType ?? 'rsa',
      ...(options.validFrom === undefined ? {} : { validFrom: options.validFrom }),
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

  /** Creates a PFX file as OpenSSL writes it. */
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

  // Windows does not include OpenSSL.
  const withOpenssl = process.platform === 'win32' ? it.skip : it;

  for (const [kind, algorithms] of [
    ['modern', []],
    ['legacy', ['-legacy']],
  ] as const) {
    withOpenssl(`sign in with a PFX file of ${kind} algorithms, also in later processes`, async () => {
      const path = await pfx(issue(), ...algorithms);
      await connect(path, {}, [password]);
      const another = await bench.startEngine();
      const { secrets } = await another.call('Get-AzAccessToken', { ResourceTypeName: 'KeyVault' });
      assert.match(secrets[0] ?? '', /^eyJ/);
      const text = await readFile(join(bench.home, 'AzureRmContext.json'), 'utf8');
      assert.ok(text.includes('"CertificatePath"') && !text.includes(password));
    });
  }

  it('sign in with a PEM file, and send the chain only if requested', async () => {
    const path = await pem(issue());
    await connect(path);
    assert.equal(assertions().at(-1)?.x5c, undefined);
    await connect(path, { SendCertificateChain: true });
    assert.equal((assertions().at(-1)?.x5c as string[]).length, 1);
  });

  it('open an encrypted PEM key with its password', async () => {
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
    await assert.rejects(connect(path), /it is protected with a password, and none was given/);
    await assert.rejects(connect(path, {}, ['wrong']), /the password does not open it/);
  });

  withOpenssl('report what is wrong with a file before any request', async () => {
    const text = async (content: string): Promise<string> => {
      const path = join(bench.home, 'odd.pem');
      await writeFile(path, content);
      return path;
    };
    const cut = async (file: Promise<string>): Promise<string> => {
      const path = await file;
      const bytes = await readFile(path);
      await writeFile(path, bytes.subarray(0, bytes.length / 2));
      return path;
    };
    const der = async ({ certificatePem }: IssuedCertificate): Promise<string> => {
      const path = join(bench.home, 'deploy.cer');
      await writeFile(path, new X509Certificate(certificatePem).raw);
      return path;
    };
    const good = issue();
    const cases: [() => Promise<string>, RegExp, string[]?][] = [
      [() => Promise.resolve(join(bench.home, 'nowhere.pfx')), /there is no such file/],
      [() => Promise.resolve(bench.home), /it is a folder, not a file/],
      [() => pfx(good), /the password does not open it/, ['wrong-password']],
      [() => pfx(good), /it is protected with a password, and none was given/],
      [() => cut(pfx(good)), /it is damaged: its end is missing/, [password]],
      [
        () => text(good.certificatePem.replace('MII', 'MIJ') + good.privateKeyPem),
        /its certificate cannot be read/,
      ],
      [
        () => text(good.privateKeyPem.replace('MII', 'MIJ') + good.certificatePem),
        /its private key cannot be read/,
      ],
      [() => der(good), /it holds a certificate without its private key/],
      [() => text(good.certificatePem), /it holds no private key/],
      [() => text('nothing of the kind'), /neither PKCS#12 \(PFX\) nor PEM/],
      [
        () => text(`${good.privateKeyPem}${issue().certificatePem}`),
        /no certificate that belongs to its private key/,
      ],
      [() => pem(issue({ keyType: 'ec' })), /not an RSA key/],
      [() => pem(issue({ days: -1 })), /its certificate expired on \d{4}-/],
      [() => pem(issue({ validFrom: new Date(Date.now() + 86_400_000) })), /is not valid before \d{4}-/],
    ];
    const before = bench.cloud.requests.length;
    for (const [path, expected, secrets] of cases) {
      await assert.rejects(
        connect(await path(), { Tenant: 'contoso.example' }, secrets),
        (error: CallError) => {
          assert.equal(error.data.id, 'InvalidArgument.Certificate');
          assert.match(error.message, expected);
          return true;
        },
      );
    }
    assert.equal(bench.cloud.requests.length, before);
  });

  it('name the certificate that is not registered for the application', async () => {
    const issued = issue({ isRegistered: false });
    await assert.rejects(connect(await pem(issued)), ({ message }: CallError) => {
      assert.match(
        message,
        /signature of the client assertion is not valid.*valid until \d{4}-.*AADSTS700027.*correlation ID/,
      );
      return message.includes(`with the thumbprint ${issued.thumbprint}`);
    });
  });

  it('read the file only for a new token', async () => {
    const path = await pem(issue());
    await connect(path);
    const arm = await bench.engine.call('Get-AzAccessToken');
    await rm(path);
    assert.equal((await bench.engine.call('Get-AzAccessToken')).secrets[0], arm.secrets[0]);
    await assert.rejects(
      bench.engine.call('Get-AzAccessToken', { ResourceTypeName: 'KeyVault' }),
      /there is no such file/,
    );
  });

  it('keep using a valid token if an early renewal fails', async () => {
    bench.cloud.faults.accessTokenRenewAfterSeconds = 30;
    const path = await pem(issue());
    await connect(path);
    const arm = await bench.engine.call('Get-AzAccessToken');
    await rm(path);
    // A minute later renewal is due, but the certificate file has been deleted.
    const later = await bench.startEngineAhead(60);
    assert.equal((await later.call('Get-AzAccessToken')).secrets[0], arm.secrets[0]);
  });

  describe('in a store that PowerShell reads', () => {
    const asked: string[] = [];
    const store = ({ certificatePem, privateKeyPem, thumbprint }: IssuedCertificate): CallOptions => ({
      parameterSet: thumbprintSet,
      onHost: (method, params) => {
        asked.push(method);
        if (method === 'host/certificate') {
          const isThere = params.thumbprint === thumbprint;
          const der = new X509Certificate(certificatePem).raw.toString('base64');
          return { chain: isThere ? [der] : [], problem: '' };
        }
        const data = Buffer.from(String(params.data), 'base64');
        return { signature: sign('sha256', data, privateKeyPem).toString('base64'), problem: '' };
      },
    });
    const parameters = {
      Environment: 'LocalCloud',
      ServicePrincipal: true,
      ApplicationId: app.userName,
      Tenant: contoso,
    };

    beforeEach(() => {
      asked.length = 0;
    });

    it('sign there, for a new token only, and the key never reaches the engine', async () => {
      const issued = issue();
      const options = store(issued);
      const spaced = issued.thumbprint.toLowerCase().replace(/(..)/g, '$1 ');
      await bench.engine.call('Connect-AzAccount', { ...parameters, CertificateThumbprint: spaced }, options);
      assert.deepEqual(asked, ['host/certificate', 'host/sign']);
      const get = async (service: string): Promise<string> =>
        (
          await bench.engine.call(
            'Get-AzAccessToken',
            { ResourceTypeName: service },
            { onHost: options.onHost },
          )
        ).secrets[0] ?? '';
      assert.match(await get('Arm'), /^eyJ/);
      assert.equal(asked.length, 2);
      assert.match(await get('KeyVault'), /^eyJ/);
      assert.deepEqual(asked.slice(2), ['host/certificate', 'host/sign']);
    });

    it('are rejected before any request if they are missing or cannot sign', async () => {
      const [expired, elliptic] = [issue({ days: -1 }), issue({ keyType: 'ec' })];
      const refused = async (issued: IssuedCertificate, thumbprint: string, id: string): Promise<string> => {
        let messages = '';
        await assert.rejects(
          bench.engine.call(
            'Connect-AzAccount',
            { ...parameters, CertificateThumbprint: thumbprint },
            store(issued),
          ),
          ({ data, message }: CallError) => {
            messages = message;
            return data.id === id;
          },
        );
        return messages;
      };
      const before = bench.cloud.requests.length;
      assert.match(await refused(expired, 'ABCD', 'NotFound.Certificate'), /'ABCD'/);
      const id = 'InvalidArgument.Certificate';
      assert.match(await refused(expired, expired.thumbprint, id), /its certificate expired on \d{4}-/);
      assert.match(await refused(elliptic, elliptic.thumbprint, id), /not an RSA key/);
      assert.equal(bench.cloud.requests.length, before);
    });
  });
});

describe('a service principal with its secret, over the wire', () => {
  const bench = wireBench();

  it('asks for its subscriptions while its token is being stored', async () => {
    const cache = join(bench.home, '.IdentityService', 'msal.cache.cae');
    const { signal } = new AbortController();
    const isAsked = (): boolean => bench.cloud.requests.some(({ path }) => path === '/subscriptions');
    let connecting: Promise<CallResult> | undefined;
    await withCacheLock(
      cache,
      async () => {
        connecting = bench.connectApp();
        while (!isAsked()) await delay(20);
        await assert.rejects(readFile(cache), { code: 'ENOENT' });
      },
      { signal },
    );
    assert.equal((await connecting)?.outputs.length, 1);
    assert.match(await readFile(cache, 'utf8'), /"AccessToken":\{"/);
  });

  it('fails if its token cannot be stored, and asks no longer for its subscriptions', async () => {
    await mkdir(join(bench.home, '.IdentityService', 'msal.cache.cae.lockfile'), { recursive: true });
    bench.cloud.faults.add({ kind: 'hang', path: '/subscriptions', host: 'arm' });
    await assert.rejects(bench.connectApp(), ({ data }: CallError) => data.id === 'Storage.Write');
  });
});
