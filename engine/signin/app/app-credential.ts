import type { HttpClient } from '../../http/types.ts';
import type { AppAccount } from '../signed-in.ts';
import type { SignInContext } from '../sign-in-context.ts';

/** What goes along with a token request: RFC 6749, section 2.3.1, or RFC 7523, section 2.2. */
export type ProofParameters =
  | { readonly client_secret: string }
  | { readonly client_assertion_type: string; readonly client_assertion: string };

/** What an application proves its identity with, ready for use. */
export interface AppCredential {
  /**
   * The proof for one request to this endpoint: asked for just before the request goes out, and fresh each time.
   * @throws EngineError `InvalidArgument.Certificate`, `Authentication.NoIdentityToken`, `Storage.*`
   */
  readonly prove: (tokenEndpoint: string) => Promise<ProofParameters>;
  /** The certificate that signs, for the words about a refusal. */
  readonly certificate?: string;
}

/** One way in which an application proves its identity. */
export interface AppCredentialType {
  readonly appliesTo: (account: AppAccount) => boolean;
  /** The parameters of Connect-AzAccount that give the credential anew. */
  readonly parameters: string;
  /**
   * The credential, with everything checked that can be without the authority; undefined where the account has it
   * no more.
   * @throws EngineError `InvalidArgument.Certificate`, `InvalidArgument.Token`, `NotFound.Certificate`,
   * `Authentication.FederatedTokenExpired`, `Authentication.NoIdentityToken`, `Storage.*`
   */
  readonly credential: (account: AppAccount, context: SignInContext) => Promise<AppCredential | undefined>;
  /** The client for requests to the authority, where they do not go out in the usual way. */
  readonly http?: (account: AppAccount, context: SignInContext) => HttpClient;
}
