// Special files in place of a small regular one: a pipe without a writer, a device without end, and a file of many
// gigabytes (sparse: it uses no disk space).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { lutimes, mkdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, contoso, wireBench } from '../support/wire-bench.ts';
import { soon } from '../support/soon.ts';
import type { CallError, CallResult } from '../support/engine-process.ts';

const manyGigabytes = 8 * 1024 ** 3;

describe('a file that is not a regular file, or is far too large', function () {
  this.timeout(120_000);
  const bench = wireBench();

  const makers: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
    'a pipe': (path) => Promise.resolve(execFileSync('mkfifo', [path])),
    'a device': (path) => symlink('/dev/zero', path),
    'a file of 8 GiB': async (path) => {
      await writeFile(path, '');
      await truncate(path, manyGigabytes);
    },
  };

  /** Asserts that each of these files is rejected soon, with an error of the catalogue that names the file. */
  async function isRefused(
    use: (path: string) => Promise<unknown>,
    ids: readonly string[],
    place = join(bench.home, 'odd'),
  ): Promise<void> {
    for (const [name, make] of Object.entries(makers)) {
      await rm(place, { recursive: true, force: true });
      await mkdir(join(place, '..'), { recursive: true, mode: 0o700 });
      await make(place);
      await soon(() =>
        assert.rejects(use(place), ({ data, message }: CallError) => {
          assert.ok(ids.includes(String(data.id)), `${name}: ${String(data.id)}: ${message}`);
          assert.ok(message.includes(place), `${name}: ${message}`);
          return true;
        }),
      );
    }
  }

  it('is rejected as a certificate file', () =>
    isRefused(
      (path) =>
        bench.engine.call(
          'Connect-AzAccount',
          {
            Environment: 'LocalCloud',
            ServicePrincipal: true,
            ApplicationId: app.userName,
            Tenant: contoso,
            CertificatePath: path,
          },
          { parameterSet: 'ServicePrincipalCertificateFileWithSubscriptionId' },
        ),
      ['InvalidArgument.Certificate'],
    ));

  it('is rejected as a federated token file', () =>
    isRefused(
      (path) =>
        bench.engine.call(
          'Connect-AzAccount',
          { Environment: 'LocalCloud', ServicePrincipal: true, ApplicationId: app.userName, Tenant: contoso },
          {
            parameterSet: 'ClientAssertionParameterSet',
            environment: { AZURE_FEDERATED_TOKEN_FILE: path },
          },
        ),
      ['Authentication.NoIdentityToken'],
    ));

  it('is rejected as an imported context file or configuration', async () => {
    const parameterSet = 'ProfileFromDisk';
    await isRefused(
      (path) => bench.engine.call('Import-AzContext', { Path: path }, { parameterSet }),
      ['Storage.Read'],
    );
    await isRefused((path) => bench.engine.call('Import-AzConfig', { Path: path }), ['Storage.Read']);
  });

  it('is rejected as our CA file, and ignored as the CA file of another program’s variable', async () => {
    await isRefused(
      (path) => bench.engine.call('Update-AzConfig', { CaFile: path }),
      ['InvalidArgument.Value'],
    );
    const find = (environment: Record<string, string>): Promise<CallResult> =>
      bench.engine.call(
        'Connect-AzAccount',
        {
          Environment: 'LocalCloud',
          ServicePrincipal: true,
          Tenant: contoso,
          Credential: { $credential: { userName: app.userName, password: { $secret: 0 } } },
        },
        { parameterSet: 'ServicePrincipalWithSubscriptionId', secrets: [app.secret], environment },
      );
    await isRefused((path) => find({ AZ_LOGINTS_CA_FILE: path }), ['InvalidArgument.Setting']);
    for (const name of ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'])
      for (const make of Object.values(makers)) {
        const path = join(bench.home, name);
        await rm(path, { force: true });
        await make(path);
        await soon(() => find({ [name]: path }));
      }
  });

  for (const name of ['PSConfig.json', 'AzureRmContext.json', 'AzureRmContextSettings.json'])
    it(`is rejected as ${name}`, () =>
      isRefused(
        () =>
          name === 'PSConfig.json'
            ? bench.engine.call('Get-AzConfig')
            : name === 'AzureRmContext.json'
              ? bench.engine.call('Get-AzContext')
              : bench.engine.call('Get-AzContextAutosaveSetting', { Scope: 'CurrentUser' }),
        ['Storage.Read'],
        join(bench.home, name),
      ));

  it('is rejected as the token cache', async () => {
    await bench.connectApp();
    await isRefused(
      () => bench.engine.call('Get-AzAccessToken', { ResourceTypeName: 'KeyVault' }),
      ['Storage.Read'],
      join(bench.home, '.IdentityService', 'msal.cache.cae'),
    );
  });

  it('is rejected as MSAL’s lock file, and a link’s target is not emptied', async () => {
    await bench.connectApp();
    const lock = join(bench.home, '.IdentityService', 'msal.cache.cae.lockfile');
    execFileSync('mkfifo', [lock]);
    const connect = (): Promise<void> =>
      assert.rejects(bench.connectApp({ ContextName: 'again' }), ({ data, message }: CallError) => {
        assert.ok(message.includes(lock), message);
        return data.id === 'Storage.Write';
      });
    await soon(connect);
    await rm(lock);
    const victim = join(bench.home, 'victim');
    await writeFile(victim, 'kept');
    await symlink(victim, lock);
    await soon(connect);
    assert.equal(execFileSync('cat', [victim], { encoding: 'utf8' }), 'kept');
  });

  it('delays no reading as our planted lock file, and is deleted once it is old, but not a link’s target', async () => {
    await bench.connectApp();
    const lock = join(bench.home, 'AzureRmContext.json.lock');
    const victim = join(bench.home, 'victim');
    await writeFile(victim, 'kept');
    const anHourAgo = new Date(Date.now() - 3_600_000);
    for (const make of [
      makers['a pipe'],
      makers['a file of 8 GiB'],
      (path: string) => symlink(victim, path),
    ]) {
      await make?.(lock);
      await lutimes(lock, anHourAgo, anHourAgo);
      await soon(() => bench.engine.call('Get-AzContext'));
      await soon(() => bench.connectApp({ ContextName: 'again', Force: true }));
      assert.ok(!existsSync(lock));
    }
    assert.equal(readFileSync(victim, 'utf8'), 'kept');
  });
});
