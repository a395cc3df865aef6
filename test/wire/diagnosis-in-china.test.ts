import assert from 'node:assert/strict';
import { AzureNamesBench } from '../support/azure-names.ts';

describe('Test-AzSignIn in AzureChinaCloud', () => {
  const bench = new AzureNamesBench('AzureChinaCloud');
  before(() => bench.startCloud());
  after(() => bench.cloud.stop());
  beforeEach(() => bench.startEngine());
  afterEach(() => bench.stopEngine());

  it('checks the hosts that a sign-in uses, not the one that the environment names', async () => {
    const { outputs } = await bench.engine.call('Test-AzSignIn', { Environment: 'AzureChinaCloud' });
    const finding = (check: string): string =>
      String(outputs.find(({ Check: name }) => name === check)?.Finding);
    assert.match(finding('Authority'), /^login\.partner\.microsoftonline\.cn answered/);
    assert.match(finding('Resource Manager'), /^management\.chinacloudapi\.cn answered/);
    assert.match(
      finding('Proxy'),
      /^login\.partner\.microsoftonline\.cn through .*, management\.chinacloudapi\.cn/,
    );
    await bench.connectWithCode();
    const hosts = bench.cloud.requests
      .filter(({ path }) => path.endsWith('/token'))
      .map(({ headers }) => headers.host);
    assert.deepEqual([...new Set(hosts)], ['login.partner.microsoftonline.cn']);
  });
});
