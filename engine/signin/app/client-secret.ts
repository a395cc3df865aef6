// A service principal with its secret (RFC 6749, section 2.3.1).
import type { AppAccount } from '../signed-in.ts';
import type { AppCredential } from './app-credential.ts';

export const clientSecret = {
  appliesTo: ({ type }: AppAccount): boolean => type === 'ServicePrincipal',
  parameters: '-ServicePrincipal -Credential <credential>',
  async credential(account: AppAccount): Promise<AppCredential | undefined> {
    const secret = await account.secret('secret');
    if (secret === undefined) return undefined;
    return {
      prove: () => Promise.resolve({ client_secret: secret }),
      ...(secret.trim() === secret ? {} : { remark: 'It begins or ends with white space.' }),
    };
  },
};
