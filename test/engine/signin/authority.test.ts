// Which hosts are asked which cloud an authority belongs to, and which host names count as one host.
import assert from 'node:assert/strict';
import { publicClient } from '../../../engine/signin/msal-client.ts';
import { sameLoginHost } from '../../../engine/environments/public-clouds/login-hosts.ts';
import { fakeContext } from './person/broker-bench.ts';

describe('the authority of a sign-in', () => {
  for (const [trusted, asked] of [
    [false, true],
    [true, false],
  ] as const) {
    it(`is ${asked ? '' : 'not '}looked up in the public cloud if DisableInstanceDiscovery is ${String(trusted)}`, async () => {
      const urls: string[] = [];
      const base = fakeContext();
      const context = {
        ...base,
        environment: {
          ...base.environment,
          ActiveDirectoryAuthority: 'https://login.sovereign.windows.net/',
        },
        trustsAuthority: () => Promise.resolve(trusted),
        identityTokenAudience: () => Promise.resolve(''),
        http: ({ url }: { url: string }) => {
          urls.push(new URL(url).pathname);
          return Promise.reject(new Error('No network.'));
        },
      };
      const client = await publicClient(context, 'organizations');
      await assert.rejects(client.getAuthCodeUrl({ scopes: ['scope'], redirectUri: 'http://localhost' }));
      assert.equal(
        urls.some((path) => path.includes('/discovery/instance')),
        asked,
        urls.join(),
      );
    });
  }

  it('is the same under all host names of a cloud', () => {
    assert.ok(sameLoginHost('login.microsoftonline.com', 'login.windows.net'));
    assert.ok(sameLoginHost('login.chinacloudapi.cn', 'login.partner.microsoftonline.cn'));
    assert.ok(!sameLoginHost('login.microsoftonline.com', 'login.microsoftonline.us'));
    assert.ok(!sameLoginHost('a.example', 'b.example'));
  });
});
