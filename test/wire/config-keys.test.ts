// The configuration keys that only this module has, each tested by its effect.
import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { proxiedHost } from '../local-cloud/index.ts';
import { startConnectProxy, type ConnectProxy } from '../support/connect-proxy.ts';
import { EngineProcess, streamText, type CallError, type CallResult } from '../support/engine-process.ts';
import { contoso, fabrikam, wireBench } from '../support/wire-bench.ts';

describe('configuration keys that Az.Accounts does not have, over the wire', () => {
  const bench = wireBench();
  const refuses = (parameters: object, text: RegExp): Promise<void> =>
    assert.rejects(bench.engine.call('Update-AzConfig', parameters), (error: CallError) => {
      assert.equal(error.data.id, 'InvalidArgument.Value');
      assert.match(`${error.message} ${String(error.data.action)}`, text);
      return true;
    });
  const shown = async (key: string, environment = {}): Promise<unknown[]> => {
    const { outputs } = await bench.engine.call('Get-AzConfig', { [key]: true }, { environment });
    return outputs.flatMap(({ Value, Scope }) => [Value, Scope]);
  };

  describe('Proxy', () => {
    let proxy: ConnectProxy;
    beforeEach(async () => {
      proxy = await startConnectProxy(Number(new URL(bench.cloud.armUrl).port));
    });
    afterEach(() => proxy.stop());
    const addEnvironment = (environment = {}): Promise<CallResult> =>
      bench.engine.call(
        'Add-AzEnvironment',
        { Name: 'Proxied', ARMEndpoint: `https://${proxiedHost}` },
        { parameterSet: 'ARMEndpoint', environment },
      );

    it('sends every request through the proxy except those to the hosts in NoProxy', async () => {
      await bench.engine.call('Update-AzConfig', { Proxy: proxy.address });
      await addEnvironment();
      assert.deepEqual(new Set(proxy.asked), new Set([`${proxiedHost}:443`]));
      const count = proxy.asked.length;
      await bench.engine.call('Update-AzConfig', { NoProxy: '.behind-a-proxy.example', Scope: 'Process' });
      await assert.rejects(addEnvironment(), ({ data }: CallError) => data.id === 'Network.Dns');
      assert.equal(proxy.asked.length, count);
    });

    it('comes from HTTPS_PROXY if that is set, and its password is not shown', async () => {
      await bench.engine.call('Update-AzConfig', { Proxy: 'nobody.example:1' });
      const environment = { HTTPS_PROXY: `http://alex:hunter2@${proxy.address}` };
      await addEnvironment(environment);
      assert.equal(proxy.asked[0], `${proxiedHost}:443`);
      assert.deepEqual(await shown('Proxy', environment), [`http://***@${proxy.address}`, 'Environment']);
    });

    it('rejects an invalid proxy address and one with a password', async () => {
      await refuses({ Proxy: 'socks5://proxy.example:1080' }, /socks5.*Accepted: http:\/\/host:port/);
      await refuses({ Proxy: 'http://proxy.example/path' }, /Accepted: http:\/\/host:port/);
      await assert.rejects(
        bench.engine.call('Update-AzConfig', { Proxy: 'http://alex:hunter2@proxy.example:8080' }),
        (error: CallError) =>
          /clear text/.test(error.message) && !/hunter2/.test(error.message + JSON.stringify(error.data)),
      );
    });
  });

  it('CaFile adds trusted authorities, and a file without a certificate is rejected', async () => {
    const elsewhere = join(bench.home, 'elsewhere');
    await mkdir(elsewhere);
    const engine = new EngineProcess({ AZ_LOGINTS_HOME: elsewhere });
    const add = (): Promise<CallResult> =>
      engine.call(
        'Add-AzEnvironment',
        { Name: 'LocalCloud', ARMEndpoint: bench.cloud.armUrl },
        { parameterSet: 'ARMEndpoint' },
      );
    try {
      await engine.initialize();
      await assert.rejects(add(), ({ data }: CallError) => data.id === 'Network.Tls');
      await engine.call('Update-AzConfig', { CaFile: bench.cloud.caFile });
      assert.equal((await add()).outputs.length, 1);
    } finally {
      await engine.stop();
    }
    const path = join(bench.home, 'PSConfig.json');
    await writeFile(path, '{}');
    await refuses({ CaFile: path }, /no certificate in it.*PEM/);
    await refuses({ CaFile: join(bench.home, 'gone.pem') }, /There is no such file\..*PEM/);
    await refuses({ CaFile: bench.home }, /It is a folder, not a file\..*PEM/);
  });

  it('an unusable CaFile is reported with the name of the file or variable that sets it', async () => {
    const file = join(bench.home, 'PSConfig.json');
    const before = await readFile(file, 'utf8').catch(() => '{}');
    const failure = async (environment: Record<string, string>): Promise<string> => {
      const call = bench.engine.call(
        'Add-AzEnvironment',
        { Name: 'Untrusted', ARMEndpoint: bench.cloud.armUrl },
        { parameterSet: 'ARMEndpoint', environment },
      );
      const { data, message } = await call.then(
        () => assert.fail('it did not fail'),
        (error: unknown) => error as CallError,
      );
      assert.equal(data.id, 'InvalidArgument.Setting');
      assert.doesNotMatch(message, /-CaFile/);
      return message;
    };
    assert.match(
      await failure({ AZ_LOGINTS_CA_FILE: '/nowhere.pem' }),
      /^CaFile is '\/nowhere\.pem' in \$env:AZ_LOGINTS_CA_FILE, .* There is no such file\.$/,
    );
    await writeFile(file, JSON.stringify({ Az: { CaFile: bench.home } }));
    assert.match(
      await failure({ AZ_LOGINTS_CA_FILE: '' }),
      /^CaFile is '.*' in '.*PSConfig\.json', .* It is a folder, not a file\.$/,
    );
    const gone = join(bench.home, 'gone.pem');
    await writeFile(gone, await readFile(bench.cloud.caFile));
    await bench.engine.call('Update-AzConfig', { CaFile: gone, Scope: 'Process' });
    await rm(gone);
    assert.match(
      await failure({ AZ_LOGINTS_CA_FILE: '' }),
      /^CaFile is '.*gone\.pem' in .* of this PowerShell, /,
    );
    await bench.engine.call(
      'Clear-AzConfig',
      { CaFile: true, Scope: 'Process' },
      { parameterSet: 'ClearByKey' },
    );
    await writeFile(file, before);
  });

  it('a variable with an invalid value is reported by name', async () => {
    const environment = {
      AZ_LOGINTS_LOGIN_TIMEOUT_SECONDS: 'soon',
      HTTPS_PROXY: 'socks5://alex:hunter2@proxy',
    };
    const { messages } = await bench.engine.call('Get-AzConfig', {}, { environment });
    assert.match(
      streamText(messages, 'warning'),
      /\$env:AZ_LOGINTS_LOGIN_TIMEOUT_SECONDS is 'soon', .* LoginTimeoutSeconds .* a whole number from 1/,
    );
    assert.match(streamText(messages, 'warning'), /\$env:HTTPS_PROXY is 'socks5:\/\/\*\*\*@proxy', /);
    const { outputs } = await bench.engine.call('Test-AzSignIn', {}, { environment });
    const found = outputs.find(({ Check }) => Check === 'Configuration');
    assert.match(String(found?.Finding), /\$env:AZ_LOGINTS_LOGIN_TIMEOUT_SECONDS/);
    assert.match(String(found?.Remedy), /^Correct or remove \$env:AZ_LOGINTS_LOGIN_TIMEOUT_SECONDS\.$/);
  });

  it('a DefaultSubscriptionForLogin that is not found is reported with the name of the setting’s source', async () => {
    await assert.rejects(
      bench.engine.call(
        'Connect-AzAccount',
        { Environment: 'LocalCloud', UseDeviceAuthentication: true },
        {
          ...bench.personWithCode(),
          environment: { AZ_LOGINTS_DEFAULT_SUBSCRIPTION_FOR_LOGIN: 'missing' },
        },
      ),
      ({ data }: CallError) =>
        data.id === 'NotFound.Subscription' &&
        /DefaultSubscriptionForLogin in \$env:AZ_LOGINTS_DEFAULT_SUBSCRIPTION_FOR_LOGIN/.test(
          String(data.action),
        ) &&
        !/Clear-AzConfig/.test(String(data.action)),
    );
  });

  it('DiscoveryConcurrency limits how many tenants are searched at the same time', async () => {
    // The token request for the second tenant never returns.
    bench.cloud.faults.add({ kind: 'hang', path: `/${fabrikam}/oauth2`, host: 'login' });
    const tenantsAsked = async (): Promise<Set<string | undefined>> => {
      const from = bench.cloud.requests.length;
      await bench.connectWithCode();
      const asked = bench.cloud.requests
        .slice(from)
        .map(({ path }) => /^\/([\d-]{36})\/oauth2/.exec(path)?.[1]);
      return new Set(asked.filter((tenant) => tenant !== undefined && tenant !== contoso));
    };
    assert.ok((await tenantsAsked()).size > 1);
    await bench.engine.call('Update-AzConfig', { DiscoveryConcurrency: 1 });
    assert.deepEqual(await tenantsAsked(), new Set([fabrikam]));
    await refuses({ DiscoveryConcurrency: 65 }, /1 to 64/);
  });

  it('EngineRuntime must be a Node.js that runs, and cannot be set for one process', async () => {
    const { messages } = await bench.engine.call('Update-AzConfig', { EngineRuntime: process.execPath });
    assert.match(streamText(messages, 'warning'), /PowerShells that start from now on/);
    assert.deepEqual(await shown('EngineRuntime'), [process.execPath, 'CurrentUser']);
    await refuses({ EngineRuntime: join(bench.home, 'node') }, /no such file.*Node\.js 20/);
    const other = join(bench.home, 'other');
    await writeFile(other, '#!/bin/sh\necho v18.0.0\n', { mode: 0o700 });
    await refuses({ EngineRuntime: other }, /its version is 'v18\.0\.0'/);
    await refuses({ EngineRuntime: process.execPath, Scope: 'Process' }, /Accepted: CurrentUser/);
    assert.deepEqual(JSON.parse(await readFile(join(bench.home, 'PSConfig.json'), 'utf8')), {
      Az: { EngineRuntime: process.execPath },
    });
  });

  it('are also validated when a file is imported', async () => {
    const path = join(bench.home, 'azconfig.json');
    await writeFile(path, JSON.stringify({ Az: { CaFile: '/no/such.pem' } }));
    await assert.rejects(
      bench.engine.call('Import-AzConfig', { Path: path }),
      /CaFile is '\/no\/such\.pem' in '.*azconfig\.json' under Az, .*There is no such file\. Nothing was imported\.$/,
    );
  });
});
