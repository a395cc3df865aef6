import type { AppAccount } from '../signed-in.ts';
import type { SignInContext } from '../msal-client.ts';

/** What an application proves its identity with, in MSAL's terms. */
export type AppCredential =
  | { readonly clientSecret: string }
  | {
      readonly clientCertificate: {
        readonly thumbprintSha256: string;
        readonly privateKey: string;
        readonly x5c?: string;
      };
    }
  /** Asked for each time the authority is: a fresh one then. */
  | { readonly clientAssertion: (tokenEndpoint: string) => Promise<string> };

/** One way in which an application proves its identity. */
export interface AppCredentialWay {
  readonly appliesTo: (account: AppAccount) => boolean;
  /**
   * The credential; undefined where the account has it no more.
   * @throws EngineError `InvalidArgument.Certificate`, `Authentication.NoIdentityToken`, `Storage.*`
   */
  readonly credential: (account: AppAccount, context: SignInContext) => Promise<AppCredential | undefined>;
}
