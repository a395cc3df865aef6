import assert from 'node:assert/strict';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { azureHome, identityServiceFolder } from '../../../../engine/storage/files/azure-home.ts';

describe('the home folder', () => {
  it('is .Azure in the user’s folder as .NET sees it', function () {
    if (process.platform === 'win32') this.skip();
    // In WSL, USERPROFILE may come from Windows; .NET ignores it there.
    for (const variables of [{ HOME: '/home/sam' }, { HOME: '/home/sam', USERPROFILE: '/mnt/c/Users/sam' }])
      assert.deepEqual(azureHome(variables), { folder: '/home/sam/.Azure', isDefault: true });
    const listed = { folder: join(userInfo().homedir, '.Azure'), isDefault: true };
    for (const variables of [{}, { HOME: '' }]) assert.deepEqual(azureHome(variables), listed);
  });

  it('is the value of AZ_LOGINTS_HOME, which then is not the default home', () => {
    const home = azureHome({ HOME: '/home/sam', AZ_LOGINTS_HOME: '/customers/../one/' });
    assert.deepEqual(home, { folder: resolve('/one'), isDefault: false });
    assert.ok(azureHome({ HOME: '/home/sam', AZ_LOGINTS_HOME: '' }).isDefault);
  });

  it('is rejected if AZ_LOGINTS_HOME is not an absolute path, because each program would find another folder', () => {
    for (const value of ['customers/one', '~/one', '.', ' '])
      assert.throws(() => azureHome({ HOME: '/home/sam', AZ_LOGINTS_HOME: value }), {
        id: 'InvalidArgument.Home',
        message: `AZ_LOGINTS_HOME is '${value}', which is not an absolute path.`,
      });
  });

  it('has its token caches in .NET’s folder for local application data, or in itself if AZ_LOGINTS_HOME is set', function () {
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
