// Signs in to, signs out of, or lists the accounts of a stored token cache with MSAL, as the engine does: <home>
// <list|add|remove> <user name>. The tokens are made up here; no service is called.
import { PublicClientApplication, type INetworkModule } from '@azure/msal-node';
import { azureHome } from '../../../../engine/storage/files/azure-home.ts';
import { CacheWriter } from '../../../../engine/storage/tokens/cache-writer.ts';
import { openProtectedStore } from '../../../../engine/storage/encrypted/protected-store.ts';
import {
  cacheEdit,
  storedTokenCache,
  tokenCacheName,
} from '../../../../engine/storage/tokens/token-cache.ts';

const [folder = '', action = '', userName = ''] = process.argv.slice(2);
const variables = { ...process.env, AZ_LOGINTS_HOME: folder };
const store = openProtectedStore(tokenCacheName, {
  home: azureHome(variables),
  variables,
  plaintextRefusedIn: () => Promise.resolve(undefined),
  onPlaintext: () => undefined,
});
const tenant = '10000000-0000-4000-8000-000000000001';
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const answers = {
  get: {
    issuer: `https://login.example/${tenant}/v2.0`,
    authorization_endpoint: 'https://login.example/authorize',
    token_endpoint: 'https://login.example/token',
    jwks_uri: 'https://login.example/keys',
  },
  post: {
    token_type: 'Bearer',
    expires_in: 3600,
    scope: 'user_impersonation',
    access_token: `fake-access-token-of-${userName}`,
    refresh_token: `fake-refresh-token-of-${userName}`,
    client_info: encode({ uid: userName, utid: tenant }),
    id_token: `${encode({ alg: 'none' })}.${encode({ oid: userName, tid: tenant, preferred_username: userName })}.`,
  },
};
const networkClient = {
  sendGetRequestAsync: () => Promise.resolve({ headers: {}, status: 200, body: answers.get }),
  sendPostRequestAsync: () => Promise.resolve({ headers: {}, status: 200, body: answers.post }),
} as unknown as INetworkModule;
const client = new PublicClientApplication({
  auth: {
    clientId: '1950a258-227b-4e31-a9cf-717495945fc2',
    authority: `https://login.example/${tenant}`,
    knownAuthorities: ['login.example'],
  },
  cache: {
    cachePlugin: storedTokenCache(() => store, {
      signal: new AbortController().signal,
      writer: new CacheWriter(),
      edit: cacheEdit(() => store),
    }),
  },
  system: { networkClient },
});
if (action === 'add') {
  await client.acquireTokenByRefreshToken({
    refreshToken: 'fake',
    scopes: ['https://management.example/.default'],
    forceCache: true,
  });
}
const cache = client.getTokenCache();
const accounts = await cache.getAllAccounts();
if (action === 'remove') {
  for (const account of accounts.filter(({ username }) => username === userName))
    await cache.removeAccount(account);
}
const left = (await cache.getAllAccounts()).map(({ username }) => username);
process.stdout.write(`${JSON.stringify({ left: left.sort(), kind: (await store).kind })}\n`);
