import type { AccountType } from '../text/account-type.ts';
import type { SecretName, AccountSecrets } from '../contexts/account-secrets.ts';

/** The result of every sign-in flow. */
export interface SignedIn {
  /** User principal name, the application ID of a service principal, or the name of a managed identity. */
  readonly accountId: string;
  readonly accountType: AccountType;
  /** `<object ID>.<tenant ID>` in the account's home tenant. */
  readonly homeAccountId?: string;
  readonly homeTenantId?: string;
  /** The tenant that issued the token. */
  readonly tenantId: string;
  readonly accessToken: string;
  readonly expiresOn: Date;
  readonly scopes: readonly string[];
  /** Whether the account was already signed in, so that no one was asked. */
  readonly isKept?: true;
  /** How the account gets tokens later. Uses Az.Accounts' property names if they exist. */
  readonly properties?: Readonly<Record<string, string>>;
  readonly secrets?: AccountSecrets;
}

/** An access token for one resource in one tenant. */
export interface AccessToken {
  readonly accessToken: string;
  readonly expiresOn: Date;
  readonly tenantId: string;
}

/** An account that is not a user, with its credential. */
export interface AppAccount {
  /** The application ID. */
  readonly id: string;
  readonly type: AccountType;
  /** The tenant that it signed in to. */
  readonly tenantId: string;
  readonly properties: Readonly<Record<string, string>>;
  /** Returns a secret of the account, or undefined if there is none with this name. */
  readonly secret: (name: SecretName) => Promise<string | undefined>;
}

export interface TokenRequest {
  readonly tenantId: string;
  readonly scopes: readonly string[];
  /** Request a token from the authority even if the cache has one. */
  readonly forceRefresh?: boolean;
  /** A claims challenge, as JSON. */
  readonly claims?: string;
  /** Whether this command may ask the user if that is needed; false by default. */
  readonly mayAsk?: boolean;
}
