// Contexts in the shape in which Az.Accounts keeps them in AzureRmContext.json. Used as it is inside the engine, so
// that properties we do not know survive a rewrite.
import type { Environment } from '../environments/environment.ts';

export type AccountType =
  'User' | 'ServicePrincipal' | 'ClientAssertion' | 'ManagedService' | 'AccessToken' | 'Certificate';

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

/** Names and ids are compared without case, as Az.Accounts does. */
export function sameText(one: string | null | undefined, other: string | null | undefined): boolean {
  return (one ?? '').toLowerCase() === (other ?? '').toLowerCase();
}

/** Whether two contexts belong to one sign-in. */
export function sameAccount(one: StoredAccount, other: StoredAccount): boolean {
  return sameText(one.Id, other.Id) && one.Type === other.Type;
}

/** `Subscription (id) - tenant id - account id`, Az.Accounts' name for a context that was given none. */
export function defaultContextName(context: StoredContext): string {
  const parts = [context.Tenant?.Id, context.Account.Id].filter((part) => part !== undefined && part !== '');
  if (context.Subscription !== null)
    parts.unshift(`${context.Subscription.Name} (${context.Subscription.Id})`);
  return parts.join(' - ');
}

/** A list that Az.Accounts stores as one text, separated by commas. */
export function splitList(text: string | undefined): string[] {
  return (text ?? '').split(',').filter((item) => item !== '');
}
