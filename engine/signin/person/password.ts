// User name and password (RFC 6749, section 4.3). Kept because scripts use it. Entra ID rejects it if a second factor
// is required, and Microsoft has announced its end.
import type { UserSignInRequest } from './browser.ts';
import { explainSignInError } from '../../errors/entra-errors.ts';
import { signedInFrom } from './interactive.ts';
import { publicClient } from '../msal-client.ts';
import type { SignedIn } from '../signed-in.ts';
import type { SignInContext } from '../sign-in-context.ts';

/**
 * Signs a user in with a password.
 * @throws EngineError `Authentication.*`, `InteractionRequired.Mfa`, `Blocked.*`, `Network.*`
 */
export async function signInWithPassword(
  request: Pick<UserSignInRequest, 'tenant' | 'scopes' | 'claims'>,
  credential: { readonly userName: string; readonly password: string },
  context: SignInContext,
): Promise<SignedIn> {
  context.interaction.warning(
    'Signing in with a password fails for accounts that need multifactor authentication. Users should run Connect-AzAccount; scripts should use -ServicePrincipal or -Identity.',
  );
  try {
    const client = await publicClient(context, request.tenant);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- scripts use it; the warning says what is better
    const result = await client.acquireTokenByUsernamePassword({
      scopes: [...request.scopes],
      username: credential.userName,
      password: credential.password,
      ...(request.claims === undefined ? {} : { claims: request.claims }),
    });
    if (result === null) throw new Error('The authority returned no token.');
    return signedInFrom(result);
  } catch (error) {
    const facts = {
      account: credential.userName,
      environment: context.environment.Name,
      ...(request.tenant === 'organizations' ? {} : { tenant: request.tenant }),
    };
    throw explainSignInError(error, facts, context.failures.at(-1));
  }
}
