import assert from 'node:assert/strict';
import { discoverEnvironment } from '../../../engine/environments/discover-environment.ts';
import type { HttpClient } from '../../../engine/http/types.ts';

/** Azure Stack Hub's metadata: the old format, without suffixes. */
const stack: HttpClient = ({ url }) => {
  const isOld = url.includes('2015-01-01');
  const body = {
    galleryEndpoint: 'https://providers.local.azurestack.external:30016/',
    graphEndpoint: 'https://graph.local.azurestack.external/',
    portalEndpoint: 'https://portal.local.azurestack.external/',
    authentication: {
      loginEndpoint: 'https://adfs.local.azurestack.external/adfs',
      audiences: ['https://management.adfs.azurestack.local/0000'],
    },
  };
  return Promise.resolve({
    status: isOld ? 200 : 404,
    headers: {},
    rawHeaders: [],
    version: '1.1',
    isText: true,
    body: isOld ? JSON.stringify(body) : '',
  });
};

describe('an Azure Stack Hub environment', () => {
  it('derives the suffixes of storage and Key Vault from its address', async () => {
    const found = await discoverEnvironment(
      'Stack',
      'https://management.local.azurestack.external',
      stack,
      new AbortController().signal,
    );
    assert.equal(found.StorageEndpointSuffix, 'local.azurestack.external');
    assert.equal(found.AzureKeyVaultDnsSuffix, 'vault.local.azurestack.external');
    assert.equal(found.AzureKeyVaultServiceEndpointResourceId, 'https://vault.local.azurestack.external');
    assert.equal(found.OnPremise, true);
  });
});
