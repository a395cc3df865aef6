// How a hostile Azure Resource Manager or list of clouds could try to get a token for another cloud.
import assert from 'node:assert/strict';
import { streamText, type CallError, type CallOptions, type CallResult } from '../support/engine-process.ts';
import { contoso, wireBench } from '../support/wire-bench.ts';

const publicAuthority = 'https://login.microsoftonline.com/';
const publicAudience = 'https://management.core.windows.net/';

describe('clouds that name another cloud’s hosts or audience, over the wire', () => {
  const bench = wireBench();
  const call = (verb: string, parameters: object, options: CallOptions = {}): Promise<CallResult> =>
    bench.engine.call(`${verb}-AzEnvironment`, parameters, {
      parameterSet: 'ARMEndpoint' in parameters ? 'ARMEndpoint' : 'Name',
      ...options,
    });
  const known = async (name: string): Promise<Record<string, unknown> | undefined> =>
    (await bench.engine.call('Get-AzEnvironment')).outputs.find(({ Name }) => Name === name);
  const failsWith = (promise: Promise<unknown>, id: string, pattern: RegExp): Promise<void> =>
    assert.rejects(promise, ({ data, message }: CallError) => {
      assert.equal(data.id, id, message);
      assert.match(`${message} ${String(data.action)}`, pattern);
      return true;
    });
  /** The local cloud's ARM metadata, with another authority and audiences. */
  const describeCloud = (
    loginEndpoint: unknown,
    audiences: unknown,
    more: object = {},
  ): Record<string, unknown> => ({
    name: 'Hostile',
    resourceManager: bench.cloud.armUrl,
    authentication: { loginEndpoint, audiences, tenant: 'common' },
    ...more,
  });
  const plant = (answer: unknown): void => {
    bench.cloud.planted.set('arm GET /metadata/endpoints', { body: JSON.stringify(answer) });
  };
  const add = (parameters: object = {}): Promise<CallResult> =>
    call('Add', { Name: 'Hostile', ARMEndpoint: bench.cloud.armUrl, ...parameters });

  describe('in an endpoint’s metadata', () => {
    const own = 'https://management.hostile.example/';
    for (const [what, authority, audience, named] of [
      [
        'the authority and the audience of the public cloud',
        publicAuthority,
        publicAudience,
        /login\.microsoft/,
      ],
      ['the audience of the public cloud', undefined, publicAudience, /management\.core\.windows\.net/],
      [
        'the audience of the public cloud in another form',
        undefined,
        'HTTPS://Management.Azure.com:443',
        /management\.azure\.com/i,
      ],
      ["ARM's application ID as the audience", undefined, '797f4846-ba00-4fd7-ba43-dac1f8f63013', /797f4846/],
      ['the audience of another service', undefined, 'https://vault.azure.cn', /AzureChinaCloud/],
      ['the authority of another cloud', 'https://login.microsoftonline.us/', own, /AzureUSGovernment/],
      ['an alias of the public cloud’s authority', 'https://login.windows.net/', own, /AzureCloud/],
      [
        'a regional host of the public cloud’s authority',
        'https://westus2.login.microsoft.com/',
        own,
        /AzureCloud/,
      ],
    ] as const) {
      it(`are rejected if they name ${what}, and nothing is stored`, async () => {
        plant([describeCloud(authority ?? `${bench.cloud.loginUrl}/`, [audience])]);
        await failsWith(add(), 'Blocked.OtherCloud', named);
        await failsWith(
          add(),
          'Blocked.OtherCloud',
          /-ActiveDirectory(Endpoint|ServiceEndpointResourceId) '/,
        );
        assert.equal(await known('Hostile'), undefined);
      });
    }

    it('are rejected if they name the hosts of one service and the audience of another cloud', async () => {
      const suffixes = { attestationEndpoint: 'attest.hostile.example' };
      plant([
        describeCloud(`${bench.cloud.loginUrl}/`, [own], {
          suffixes,
          attestationResourceId: 'https://graph.microsoft.com/',
        }),
      ]);
      await failsWith(add(), 'Blocked.OtherCloud', /graph\.microsoft\.com.*AzureCloud/);
    });

    it('are accepted if the user names the other cloud, with a warning about the consequences', async () => {
      plant([describeCloud(publicAuthority, [publicAudience])]);
      const { messages, outputs } = await add({
        ActiveDirectoryEndpoint: publicAuthority,
        ActiveDirectoryServiceEndpointResourceId: publicAudience,
      });
      const warning = streamText(messages, 'warning');
      assert.match(warning, /management\.core\.windows\.net.*AzureCloud.*act as you/s);
      assert.ok(warning.includes(new URL(bench.cloud.armUrl).host), warning);
      assert.equal(outputs[0]?.ActiveDirectoryAuthority, publicAuthority);
    });

    it('are accepted for Azure Stack Hub with Entra ID once the user names the authority', async () => {
      const audience = 'https://management.contoso.onmicrosoft.com/36f71706-54df-4305-9847-5b038a4cf189';
      plant([describeCloud(publicAuthority, [audience])]);
      await failsWith(
        add(),
        'Blocked.OtherCloud',
        /-ActiveDirectoryEndpoint 'https:\/\/login\.microsoftonline\.com\/'/,
      );
      const { messages, outputs } = await add({ ActiveDirectoryEndpoint: publicAuthority });
      assert.match(streamText(messages, 'warning'), /login\.microsoftonline\.com/);
      assert.equal(outputs[0]?.ActiveDirectoryServiceEndpointResourceId, audience);
    });

    it('cause no warning if they name only their own hosts and audience', async () => {
      assert.equal(streamText((await add()).messages, 'warning'), '');
    });
  });

  it('cause a warning if parameters combine them', async () => {
    const { messages } = await call('Add', {
      Name: 'Inside',
      ActiveDirectoryEndpoint: publicAuthority,
      ActiveDirectoryServiceEndpointResourceId: publicAudience,
      ResourceManagerEndpoint: 'https://management.inside.example/',
    });
    assert.match(streamText(messages, 'warning'), /management\.inside\.example.*AzureCloud/s);
    const changed = await call('Set', { Name: 'LocalCloud', ActiveDirectoryEndpoint: publicAuthority });
    assert.match(streamText(changed.messages, 'warning'), /login\.microsoftonline\.com.*AzureCloud/s);
    const harmless = await call('Set', { Name: 'LocalCloud', StorageEndpoint: 'x.example' });
    assert.equal(streamText(harmless.messages, 'warning'), '');
  });

  it('are rejected together with the whole list of clouds', async () => {
    const good = { ...describeCloud('https://login.good.example/', ['https://good.example/']), name: 'Good' };
    const list = `${bench.cloud.armUrl}/clouds`;
    const discover = (clouds: unknown): Promise<CallResult> => {
      bench.cloud.planted.set('arm GET /clouds', { body: JSON.stringify(clouds) });
      return call('Add', { AutoDiscover: true, Uri: list }, { parameterSet: 'Discovery' });
    };
    const bad = describeCloud(publicAuthority, [publicAudience]);
    await failsWith(discover([good, bad]), 'Blocked.OtherCloud', /'Hostile'.*AzureCloud/);
    const clear = describeCloud('http://login.good.example/', ['https://good.example/']);
    await failsWith(discover([good, clear]), 'Network.Response', /http:\/\/login\.good\.example/);
    assert.equal(await known('Good'), undefined);
    assert.equal((await discover([good])).outputs.length, 4);
  });

  describe('with http addresses', () => {
    for (const [parameter, value] of [
      ['ActiveDirectoryEndpoint', 'http://login.site.example/'],
      ['ResourceManagerEndpoint', 'http://localhost:8080/'],
      ['MicrosoftGraphUrl', 'http://graph.site.example'],
      ['AzureOperationalInsightsEndpoint', 'http://api.site.example/v1'],
      ['ManagementPortalUrl', 'ftp://portal.site.example/'],
      ['GraphEndpoint', 'https://alex:hunter2@graph.site.example/'],
    ] as const) {
      it(`are rejected for -${parameter}, and the error shows its name and value`, async () => {
        for (const [verb, name] of [
          ['Add', 'Site'],
          ['Set', 'LocalCloud'],
        ] as const) {
          const attempt = call(verb, { Name: name, [parameter]: value });
          await assert.rejects(attempt, ({ data, message }: CallError) => {
            assert.equal(data.id, 'InvalidArgument.Value', message);
            assert.ok(message.includes(`-${parameter}.`), message);
            assert.doesNotMatch(message, /hunter2/);
            return message.includes(value.replace('alex:hunter2@', ''));
          });
        }
        assert.equal(await known('Site'), undefined);
      });
    }

    it('are rejected for -ARMEndpoint and -Uri, even for localhost', async () => {
      const clear = 'http://localhost:1/';
      await failsWith(add({ ARMEndpoint: clear }), 'InvalidArgument.Value', /-ARMEndpoint.*https/);
      const list = call('Add', { AutoDiscover: true, Uri: clear }, { parameterSet: 'Discovery' });
      await failsWith(list, 'InvalidArgument.Value', /-Uri.*https/);
    });

    it('are rejected in an endpoint’s metadata', async () => {
      plant([describeCloud('http://login.hostile.example/', ['https://management.hostile.example/'])]);
      await failsWith(add(), 'Network.Response', /http:\/\/login\.hostile\.example\//);
      assert.equal(await known('Hostile'), undefined);
    });

    it('get no token if the context file already contains them', async () => {
      await bench.connectWithCode({ Tenant: contoso });
      await bench.rewriteContexts((text) => text.replaceAll(`${bench.cloud.armUrl}/`, 'http://localhost:9/'));
      await failsWith(
        bench.engine.call('Get-AzSubscription'),
        'InvalidArgument.Value',
        /http:\/\/localhost:9/,
      );
    });
  });

  it('are Network.Response if their metadata have an unknown structure', async () => {
    const login = `${bench.cloud.loginUrl}/`;
    for (const [answer, expected] of [
      [null, /describe a cloud/],
      ['x', /it is a text, where an object was expected/],
      [[null], /describe a cloud/],
      [[describeCloud(42, ['https://x.example/'])], /loginEndpoint.*text/],
      [[describeCloud(login, 'https://x.example/')], /'audiences' is a text, where a list/],
      [[describeCloud(login, [42])], /an item of 'audiences' is a number, where a text/],
      [[describeCloud(login, [login], { suffixes: 'x' })], /suffixes.*object/],
      [[describeCloud(login, [login], { suffixes: { storage: {} } })], /storage.*text/],
      [[describeCloud(login, [login], { portal: ['x'] })], /portal.*text/],
      [[{ ...describeCloud(login, [login]), authentication: 7 }], /authentication.*object/],
    ] as const) {
      plant(answer);
      await failsWith(add(), 'Network.Response', expected);
    }
    plant([describeCloud(login, null, { suffixes: null, portal: null })]);
    assert.equal((await add()).outputs.length, 1);
  });
});
