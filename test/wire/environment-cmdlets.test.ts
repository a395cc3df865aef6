import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  streamText,
  type CallError,
  type CallOptions,
  type CallResult,
  type EngineProcess,
} from '../support/engine-process.ts';
import { contoso, wireBench } from '../support/wire-bench.ts';

describe('environments that are added, changed, removed and discovered, over the wire', () => {
  const bench = wireBench();
  const decline: CallOptions = { onConfirm: () => false };
  const call = (verb: string, parameters: object, options: CallOptions = {}): Promise<CallResult> =>
    bench.engine.call(`${verb}-AzEnvironment`, parameters, { parameterSet: 'Name', ...options });
  const remove = (Name: string, parameters: object = {}): Promise<CallResult> =>
    bench.engine.call('Remove-AzEnvironment', { Name, ...parameters });
  const get = async (name: string, engine = bench.engine): Promise<Record<string, unknown> | undefined> =>
    (await engine.call('Get-AzEnvironment')).outputs.find(({ Name }) => Name === name);
  const failsWith = async (promise: Promise<unknown>, id: string): Promise<void> =>
    assert.rejects(promise, (error: CallError) => error.data.id === id);
  const table = async (): Promise<Record<string, Record<string, unknown>>> =>
    (
      JSON.parse(await readFile(join(bench.home, 'AzureRmContext.json'), 'utf8')) as {
        EnvironmentTable: Record<string, Record<string, unknown>>;
      }
    ).EnvironmentTable;

  const site = {
    Name: 'Site',
    ActiveDirectoryEndpoint: 'https://adfs.site.example/adfs',
    ResourceManagerEndpoint: 'https://management.site.example/',
    ActiveDirectoryServiceEndpointResourceId: 'https://management.site.example/audience',
    ContainerRegistryEndpointSuffix: 'registry.site.example',
    AzureAttestationServiceEndpointSuffix: 'attest.site.example',
    SshAuthScope: 'https://pas.site.example/.default',
    AzureAppConfigurationEndpointSuffix: 'azconfig.site.example',
    AzureAppConfigurationEndpointResourceId: 'https://azconfig.site.example',
    EnableAdfsAuthentication: true,
  };

  it('are added with their endpoints, and with AD FS', async () => {
    const { outputs } = await call('Add', site);
    const shown = {
      Name: 'Site',
      Type: 'User-defined',
      EnableAdfsAuthentication: true,
      OnPremise: true,
      ActiveDirectoryAuthority: 'https://adfs.site.example/adfs/',
      ResourceManagerUrl: 'https://management.site.example/',
      ContainerRegistryEndpointSuffix: 'registry.site.example',
      AzureAttestationServiceEndpointSuffix: 'attest.site.example',
    };
    assert.deepEqual({ ...outputs[0], ...shown }, outputs[0]);
    const stored = (await table()).Site;
    assert.equal(stored?.OnPremise, true);
    assert.equal(stored.ContainerRegistryEndpointSuffix, 'registry.site.example');
    assert.deepEqual(stored.ExtendedProperties, {
      AzureAttestationServiceEndpointSuffix: 'attest.site.example',
      AzureAppConfigurationEndpointSuffix: 'azconfig.site.example',
      AzureAppConfigurationEndpointResourceId: 'https://azconfig.site.example',
      AzureSshAuthScope: 'https://pas.site.example/.default',
    });
  });

  it('change only in the given properties, and are added if they do not exist', async () => {
    await call('Add', site);
    const before = (await table()).Site;
    await call('Set', {
      Name: 'SITE',
      GalleryEndpoint: 'https://gallery.site.example/',
      EnableAdfsAuthentication: false,
    });
    assert.deepEqual((await table()).Site, {
      ...before,
      GalleryUrl: 'https://gallery.site.example/',
      OnPremise: false,
    });
    await call('Add', { Name: 'site', StorageEndpoint: 'site.example' });
    assert.equal((await get('Site'))?.GalleryUrl, 'https://gallery.site.example/');
    assert.equal((await get('Site'))?.StorageEndpointSuffix, 'site.example');
    await call('Set', { Name: 'Site', GalleryEndpoint: '', AzureAttestationServiceEndpointSuffix: '' });
    assert.equal((await table()).Site?.GalleryUrl, null);
    const { AzureAttestationServiceEndpointSuffix: gone, ...left } = (before?.ExtendedProperties ??
      {}) as Record<string, string>;
    assert.equal(gone, 'attest.site.example');
    assert.deepEqual((await table()).Site?.ExtendedProperties, left);
    await call('Set', { Name: 'New', StorageEndpoint: 'new.example' });
    assert.equal((await get('New'))?.StorageEndpointSuffix, 'new.example');
  });

  it('also change in their contexts, including those of this process', async () => {
    await bench.connectWithCode({ Tenant: contoso, SkipContextPopulation: true });
    const portal = async (engine: EngineProcess): Promise<unknown> =>
      ((await engine.call('Get-AzContext')).outputs[0]?.Environment as Record<string, unknown>)
        .ManagementPortalUrl;
    await call('Set', { Name: 'LocalCloud', ManagementPortalUrl: 'https://stored.example/' });
    assert.equal(await portal(bench.engine), 'https://stored.example/');
    await call('Set', { Name: 'LocalCloud', ManagementPortalUrl: 'https://own.example/', Scope: 'Process' });
    assert.equal(await portal(bench.engine), 'https://own.example/');
    assert.equal(await portal(await bench.startEngine()), 'https://stored.example/');
    assert.equal(await portal(await bench.startEngine(bench.engine.state)), 'https://own.example/');
    await call('Set', { Name: 'LocalCloud', ManagementPortalUrl: 'https://last.example/' });
    for (const engine of [bench.engine, await bench.startEngine()]) {
      assert.equal(await portal(engine), 'https://last.example/');
    }
  });

  it('can be discovered from the cloud again', async () => {
    await call('Set', {
      Name: 'LocalCloud',
      GalleryEndpoint: 'https://wrong.example/',
      StorageEndpoint: 'wrong',
    });
    const { outputs } = await call(
      'Set',
      { Name: 'LocalCloud', ARMEndpoint: bench.cloud.armUrl, StorageEndpoint: 'given.example' },
      { parameterSet: 'ARMEndpoint' },
    );
    assert.equal(outputs[0]?.GalleryUrl, 'https://gallery.local-cloud.example/');
    assert.equal(outputs[0].StorageEndpointSuffix, 'given.example');
    assert.equal(outputs[0].Type, 'User-defined');
  });

  it('copy a public cloud under another name without calling it', async () => {
    const { outputs } = await call(
      'Add',
      { Name: 'Public', ARMEndpoint: 'https://management.azure.com' },
      { parameterSet: 'ARMEndpoint' },
    );
    assert.equal(outputs[0]?.ActiveDirectoryAuthority, 'https://login.microsoftonline.com/');
    assert.equal(outputs[0].Name, 'Public');
  });

  it('are removed for the user or for this process only', async () => {
    await call('Add', site);
    assert.equal((await remove('SITE', { Scope: 'Process' })).outputs[0]?.Name, 'Site');
    assert.equal(await get('Site'), undefined);
    const other = await bench.startEngine();
    assert.equal((await get('Site', other))?.Name, 'Site');
    assert.equal(await get('Site', await bench.startEngine(bench.engine.state)), undefined);
    await other.call('Remove-AzEnvironment', { Name: 'Site' });
    assert.deepEqual(Object.keys(await table()), ['LocalCloud']);
    await failsWith(remove('Site'), 'InvalidArgument.Environment');
  });

  it('cannot be changed or removed if they are built in', async () => {
    for (const refused of [
      call('Add', { ...site, Name: 'azurecloud' }),
      call('Set', { Name: 'AzureChinaCloud', StorageEndpoint: 'x' }),
      remove('AZUREUSGOVERNMENT'),
    ]) {
      await failsWith(refused, 'InvalidArgument.Value');
    }
  });

  it('are not changed by -WhatIf or by an invalid address', async () => {
    const before = await table();
    await call('Add', site, decline);
    await call('Set', { Name: 'LocalCloud', StorageEndpoint: 'x' }, decline);
    await bench.engine.call('Remove-AzEnvironment', { Name: 'LocalCloud' }, decline);
    await failsWith(call('Set', { Name: 'LocalCloud', GalleryEndpoint: 'gallery' }), 'InvalidArgument.Value');
    assert.deepEqual(await table(), before);
  });

  describe('from a list', () => {
    const discover = (parameters: object, options: CallOptions = {}): Promise<CallResult> =>
      call('Add', { AutoDiscover: true, ...parameters }, { parameterSet: 'Discovery', ...options });
    const cloud = (name: string): object => ({
      name,
      resourceManager: `https://management.${name}.example`,
      authentication: {
        loginEndpoint: `https://login.${name}.example`,
        audiences: [`https://audience.${name}.example`],
        tenant: 'common',
      },
      suffixes: { sqlServerHostname: `sql.${name}.example`, acrLoginServer: `registry.${name}.example` },
      activeDirectoryDataLake: `https://datalake.${name}.example/`,
    });
    let uri: string;
    beforeEach(() => {
      uri = `${bench.cloud.armUrl}/clouds?api-version=1`;
    });
    const list = (clouds: unknown): void => {
      bench.cloud.planted.set('arm GET /clouds', { body: JSON.stringify(clouds) });
    };

    it('are added beside the built-in ones, and replace those of an earlier list', async () => {
      list([cloud('one'), cloud('two'), cloud('AzureCloud'), { name: 'half' }]);
      await call('Add', site);
      const { outputs } = await discover({ Uri: uri });
      assert.deepEqual(
        outputs.map(({ Name, Type }) => [Name, Type]),
        [
          ['AzureCloud', 'Built-in'],
          ['AzureChinaCloud', 'Built-in'],
          ['AzureUSGovernment', 'Built-in'],
          ['one', 'Discovered'],
          ['two', 'Discovered'],
        ],
      );
      const one = outputs[3];
      assert.equal(one?.ResourceManagerUrl, 'https://management.one.example/');
      assert.equal(one.ActiveDirectoryAuthority, 'https://login.one.example/');
      assert.equal(one.SqlDatabaseDnsSuffix, '.sql.one.example');
      assert.equal(one.ContainerRegistryEndpointSuffix, 'registry.one.example');
      assert.equal(one.DataLakeEndpointResourceId, 'https://datalake.one.example/');
      const authority = (await get('AzureCloud'))?.ActiveDirectoryAuthority;
      assert.equal(authority, 'https://login.microsoftonline.com/');
      list([cloud('three')]);
      await discover({ Uri: uri });
      assert.deepEqual(Object.keys(await table()).sort(), ['LocalCloud', 'Site', 'three']);
    });

    it('are read from ARM_CLOUD_METADATA_URL unless that is DISABLED', async () => {
      list([cloud('one')]);
      const withVariable = (value: string): CallOptions => ({
        environment: { ARM_CLOUD_METADATA_URL: value },
      });
      await discover({}, withVariable(uri));
      assert.ok((await table()).one);
      await failsWith(discover({}, withVariable('disabled')), 'InvalidArgument.Value');
    });

    it('are looked up there by Connect-AzAccount if they were not added', async () => {
      list([
        {
          name: 'Air',
          resourceManager: bench.cloud.armUrl,
          authentication: {
            loginEndpoint: bench.cloud.loginUrl,
            audiences: ['https://management.local-cloud.example/'],
            tenant: 'common',
          },
        },
      ]);
      const connect = (value: string): Promise<CallResult> =>
        bench.engine.call(
          'Connect-AzAccount',
          { Environment: 'air', UseDeviceAuthentication: true, SkipContextPopulation: true },
          { ...bench.personWithCode(), environment: { ARM_CLOUD_METADATA_URL: value } },
        );
      for (const value of ['', 'Disabled']) await failsWith(connect(value), 'InvalidArgument.Environment');
      const listed = async (value: string, parameters: object = {}): Promise<CallResult> =>
        bench.engine.call('Get-AzEnvironment', parameters, {
          environment: { ARM_CLOUD_METADATA_URL: value },
        });
      const namesOf = ({ outputs: found }: CallResult): unknown[] => found.map(({ Name: name }) => name);
      assert.ok(namesOf(await listed(uri)).includes('Air'));
      assert.deepEqual(namesOf(await listed(uri, { Name: 'air' })), ['Air']);
      assert.ok(!namesOf(await listed('DISABLED')).includes('Air'));
      const { messages, outputs: known } = await listed(`${bench.cloud.armUrl}/nowhere`);
      assert.match(streamText(messages, 'warning'), /ARM_CLOUD_METADATA_URL cannot be read/);
      assert.ok(known.length >= 3);
      const tested = await bench.engine.call(
        'Test-AzSignIn',
        { Environment: 'air' },
        { environment: { ARM_CLOUD_METADATA_URL: uri } },
      );
      assert.ok(
        tested.outputs.some(({ Check: name, Status: status }) => name === 'Authority' && status === 'Ok'),
      );
      const { outputs } = await connect(uri);
      assert.equal((outputs[0]?.Context as { Environment: { Name: string } }).Environment.Name, 'Air');
      const { secrets } = await bench.engine.call('Get-AzAccessToken', { ForceRefresh: true });
      assert.match(secrets[0] ?? '', /^eyJ/);
    });

    it('include every service of a real list', async () => {
      await discover({ Uri: `${bench.cloud.armUrl}/metadata/endpoints?api-version=2022-09-01` });
      const { Type: type, ExtendedProperties: extended } = (await get('LocalCloud')) ?? {};
      assert.equal(type, 'Discovered');
      assert.deepEqual(extended, {
        AzureAttestationServiceEndpointResourceId: 'https://attest.local-cloud.example',
        AzureAttestationServiceEndpointSuffix: 'attest.local-cloud.example',
        AzureSynapseAnalyticsEndpointResourceId: 'https://synapse.local-cloud.example',
        AzureSynapseAnalyticsEndpointSuffix: 'synapse.local-cloud.example',
        MicrosoftGraphEndpointResourceId: 'https://graph.local-cloud.example/',
        MicrosoftGraphUrl: 'https://graph.local-cloud.example',
        OperationalInsightsEndpointResourceId: 'https://api.loganalytics.local-cloud.example',
        OperationalInsightsEndpoint: 'https://api.loganalytics.local-cloud.example/v1',
      });
      await bench.connectWithCode({ SkipContextPopulation: true });
    });

    it('stay unchanged if there is no list, and with -WhatIf', async () => {
      const before = await table();
      for (const answer of [[], { error: 'no' }, [null]]) {
        list(answer);
        await failsWith(discover({ Uri: uri }), 'Network.Response');
      }
      list([cloud('one')]);
      await discover({ Uri: uri }, decline);
      await failsWith(discover({ Uri: 'http://clouds.example/' }), 'InvalidArgument.Value');
      await failsWith(discover({ Uri: 'clouds' }), 'InvalidArgument.Value');
      assert.deepEqual(await table(), before);
    });
  });
});
