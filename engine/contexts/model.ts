// Contexts in the format of Az.Accounts' AzureRmContext.json. The engine uses this format internally, so that unknown
// properties survive a rewrite.
import type { Environment } from '../environments/environment.ts';
import type { AccountType } from '../text/account-type.ts';
import { sameText } from '../text/same-text.ts';

export interface StoredAccount {
  /** User principal name, or application ID. */
  Id: string;
  Type: AccountType;
  ExtendedProperties: Record<string, string>;
  [unknown: string]: unknown;
}

export interface StoredTenant {
  Id: string;
  Directory?: string | null;
  ExtendedProperties?: Record<string, string>;
  [unknown: string]: unknown;
}

export interface StoredSubscription {
  Id: string;
  Name: string;
  State?: string | null;
  ExtendedProperties?: Record<string, string>;
  [unknown: string]: unknown;
}

export interface StoredContext {
  Account: StoredAccount;
  Tenant: StoredTenant | null;
  Subscription: StoredSubscription | null;
  Environment: Environment;
  ExtendedProperties?: Record<string, string>;
  [unknown: string]: unknown;
}

export interface ContextFile {
  DefaultContextKey?: string | null;
  EnvironmentTable?: Record<string, Environment>;
  Contexts?: Record<string, StoredContext | null>;
  [unknown: string]: unknown;
}

export type ContextScope = 'Process' | 'CurrentUser';

export interface NamedContext {
  readonly name: string;
  readonly context: StoredContext;
}

/** Whether two accounts are the same sign-in. */
export function sameAccount(one: StoredAccount, other: StoredAccount): boolean {
  const { HomeAccountId: home } = one.ExtendedProperties;
  const isOneHome = home !== undefined && sameText(home, other.ExtendedProperties.HomeAccountId);
  return (isOneHome || sameText(one.Id, other.Id)) && one.Type === other.Type;
}

/** Returns Az.Accounts' default name for a context: `Subscription (id) - tenant id - account id`. */
export function defaultContextName(context: StoredContext): string {
  const parts = [context.Tenant?.Id, context.Account.Id].filter((part) => part !== undefined && part !== '');
  if (context.Subscription !== null)
    parts.unshift(`${context.Subscription.Name} (${context.Subscription.Id})`);
  return parts.join(' - ');
}
