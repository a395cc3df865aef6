import type { HttpClient } from '../../http/types.ts';
import type { AppAccount } from '../signed-in.ts';
import type { SignInContext } from '../sign-in-context.ts';

/** The client authentication in a token request: RFC 6749, section 2.3.1, or RFC 7523, section 2.2. */
export type ProofParameters =
  | { readonly client_secret: string }
  | { readonly client_assertion_type: string; readonly client_assertion: string };

/** An application's credential, ready for use. */
export interface AppCredential {
  /**
   * Returns the client authentication for one request to this endpoint. Called just before each request, so it is
   * always fresh.
   * @throws EngineError `InvalidArgument.Certificate`, `Authentication.NoIdentityToken`, `Storage.*`
   */
  readonly prove: (tokenEndpoint: string) => Promise<ProofParameters>;
  /** A sentence for errors that reject this credential. */
  readonly remark?: string;
}

/** One type of credential. */
export interface AppCredentialType {
  readonly appliesTo: (account: AppAccount) => boolean;
  /** The parameters with which Connect-AzAccount accepts the credential again. */
  readonly parameters: string;
  /**
   * Returns the credential, after all checks that need no request to the authority, or undefined if the account no
   * longer has it.
   * @throws EngineError `InvalidArgument.Certificate`, `InvalidArgument.Token`, `NotFound.Certificate`,
   * `Authentication.FederatedTokenExpired`, `Authentication.NoIdentityToken`, `Storage.*`
   */
  readonly credential: (account: AppAccount, context: SignInContext) => Promise<AppCredential | undefined>;
  /** The client for requests to the authority, if they need a special one. */
  readonly http?: (account: AppAccount, context: SignInContext) => HttpClient;
}
