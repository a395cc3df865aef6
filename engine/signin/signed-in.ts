import type { AccountType } from '../text/account-type.ts';
import type { SecretName, AccountSecrets } from '../contexts/account-secrets.ts';

/** What every sign-in flow gives. */
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
  /** Whether nobody was asked: the account was signed in already. */
  readonly isKept?: true;
  /** How the account gets tokens later, in Az.Accounts' names where it has some. */
  readonly properties?: Readonly<Record<string, string>>;
  readonly secrets?: AccountSecrets;
}

/** An access token for one resource in one tenant. */
export interface AccessToken {
  readonly accessToken: string;
  readonly expiresOn: Date;
  readonly tenantId: string;
}

/** An account without a person, as a flow sees it: who it is and what it proves that with. */
export interface AppAccount {
  /** The application ID. */
  readonly id: string;
  readonly type: AccountType;
  /** The tenant it signed in to. */
  readonly tenantId: string;
  readonly properties: Readonly<Record<string, string>>;
  /** A secret of the account, where it has one of this name. */
  readonly secret: (name: SecretName) => Promise<string | undefined>;
}

export interface TokenRequest {
  readonly tenantId: string;
  readonly scopes: readonly string[];
  /** Asks the authority even where the cache has a token. */
  readonly forceRefresh?: boolean;
  /** A claims challenge, as JSON. */
  readonly claims?: string;
  /** Where a person is needed and there: whether this command may ask. Not where left out. */
  readonly mayAsk?: boolean;
}
