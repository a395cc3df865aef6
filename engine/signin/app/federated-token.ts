// A service principal with an identity token of another issuer that was given once: workload identity federation.
// It serves until it expires; ci-identity.ts asks for a new one each time.
import { EngineError } from '../../protocol/engine-error.ts';
import { readJwt } from '../jwt.ts';
import type { AppAccount } from '../signed-in.ts';
import type { AppCredential } from './app-credential.ts';

export const federatedToken = {
  appliesTo: ({ type, properties }: AppAccount): boolean =>
    type === 'ClientAssertion' && properties.FederatedTokenSource === undefined,
  async credential(account: AppAccount): Promise<AppCredential | undefined> {
    const token = await account.secret('federatedToken');
    if (token === undefined) return undefined;
    return {
      clientAssertion: () => {
        const until = readJwt(token)?.exp;
        if (until !== undefined && until * 1000 < Date.now()) {
          throw new EngineError('Authentication.FederatedTokenExpired', {
            facts: { account: account.id, when: new Date(until * 1000).toISOString() },
            target: account.id,
          });
        }
        return Promise.resolve(token);
      },
    };
  },
};
