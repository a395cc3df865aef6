import assert from 'node:assert/strict';
import { azureHome, identityServiceFolder } from '../../../engine/storage/azure-home.ts';

describe('the home folder', () => {
  it('is .Azure in the user’s folder.', () => {
    assert.deepEqual(azureHome({ HOME: '/home/sam' }), { folder: '/home/sam/.Azure', isDefault: true });
  });

  it('is what AZ_LOGINTS_HOME says, from the user’s folder on, and then not the default.', () => {
    const home = azureHome({ HOME: '/home/sam', AZ_LOGINTS_HOME: 'customers/one' });
    assert.deepEqual(home, { folder: '/home/sam/customers/one', isDefault: false });
  });

  it('has the token caches in .NET’s folder for local application data, or within itself when it is moved.', function () {
    if (process.platform !== 'linux') this.skip();
    const usual = azureHome({ HOME: '/home/sam' });
    assert.equal(
      identityServiceFolder(usual, { HOME: '/home/sam' }),
      '/home/sam/.local/share/.IdentityService',
    );
    assert.equal(
      identityServiceFolder(usual, { HOME: '/home/sam', XDG_DATA_HOME: '/data' }),
      '/data/.IdentityService',
    );
    const moved = azureHome({ HOME: '/home/sam', AZ_LOGINTS_HOME: '/one' });
    assert.equal(
      identityServiceFolder(moved, { HOME: '/home/sam', XDG_DATA_HOME: '/data' }),
      '/one/.IdentityService',
    );
  });
});
