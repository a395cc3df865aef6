// A service principal with an identity token of another issuer (workload identity federation) that the user gave
// once. It works until the token expires; ci-identity.ts requests a new one each time.
import { EngineError } from '../../errors/engine-error.ts';
import { headerFault } from '../../http/header-value.ts';
import { readJwt } from '../jwt.ts';
import type { AppAccount } from '../signed-in.ts';
import type { AppCredential } from './app-credential.ts';
import { assertionProof } from './client-assertion.ts';

export const federatedToken = {
  appliesTo: ({ type, properties }: AppAccount): boolean =>
    type === 'ClientAssertion' && properties.FederatedTokenSource === undefined,
  parameters: `-ServicePrincipal -ApplicationId <application ID> -FederatedToken <token>`,
  async credential(account: AppAccount): Promise<AppCredential | undefined> {
    const token = await account.secret('federatedToken');
    if (token === undefined) return undefined;
    const claims = readJwt(token);
    const fault = headerFault(token);
    if (claims === undefined || fault !== undefined) {
      throw new EngineError('InvalidArgument.Token', {
        facts: {
          parameter: 'FederatedToken',
          reason: fault ?? 'it is not a JSON Web Token',
          advice: 'Give the identity token itself, as the issuer made it: three parts, divided by dots.',
        },
        target: account.id,
      });
    }
    if (claims.exp !== undefined && claims.exp * 1000 < Date.now()) {
      throw new EngineError('Authentication.FederatedTokenExpired', {
        facts: { account: account.id, when: new Date(claims.exp * 1000).toISOString() },
        target: account.id,
      });
    }
    return { prove: () => Promise.resolve(assertionProof(token)) };
  },
};
