// Contexts and what is in them, as objects for the pipeline: the types and properties of Az.Accounts.
import { toEnvironmentOutput } from '../environments/environment-output.ts';
import { anyJson, textsIn } from '../protocol/shapes.ts';
import { OutgoingDictionary, OutgoingShared, type TypedObject } from '../protocol/values.ts';
import { takeSecrets } from './account-secrets.ts';
import type { NamedContext, StoredAccount, StoredSubscription, StoredTenant } from './model.ts';
import { splitList } from '../text/split-list.ts';

const models = 'Microsoft.Azure.Commands.Profile.Models';

/** PowerShell type names of the outputs. */
export const outputTypes = {
  context: `${models}.Core.PSAzureContext`,
  profile: `${models}.Core.PSAzureProfile`,
  account: `${models}.PSAzureRmAccount`,
  tenant: `${models}.PSAzureTenant`,
  subscription: `${models}.PSAzureSubscription`,
  environment: `${models}.PSAzureEnvironment`,
  secureToken: `${models}.PSSecureAccessToken`,
  plainToken: `${models}.PSAccessToken`,
  config: `${models}.PSConfig`,
  signInCheck: 'Az.LoginTs.SignInCheck',
  identityEndpoint: 'Az.LoginTs.IdentityEndpoint',
  httpResponse: `${models}.PSHttpResponse`,
  resourceGroup: `${models}.PSResourceGroup`,
  autosaveSettings: 'Microsoft.Azure.Commands.Common.Authentication.ContextAutosaveSettings',
} as const;

/** The further type name of the context that is the current one where it is written: the view marks it. */
export const currentMark = 'Az.LoginTs.CurrentContext';

export function toContextOutput({ name, context }: NamedContext, isCurrent = false): TypedObject {
  return {
    $type: outputTypes.context,
    ...(isCurrent ? { $mark: currentMark } : {}),
    Name: name,
    Account: toAccountOutput(context.Account),
    Environment: new OutgoingShared(toEnvironmentOutput(context.Environment)),
    Subscription: context.Subscription === null ? null : toSubscriptionOutput(context.Subscription),
    Tenant: context.Tenant === null ? null : toTenantOutput(context.Tenant),
    TokenCache: null,
    VersionProfile: context.VersionProfile ?? null,
    ExtendedProperties: new OutgoingDictionary(context.ExtendedProperties ?? {}),
  };
}

/** What Connect-AzAccount gives: the default context, seen as a profile. */
export function toProfileOutput(
  current: NamedContext | undefined,
  environments: Readonly<Record<string, TypedObject>>,
): TypedObject {
  return {
    $type: outputTypes.profile,
    Context: current === undefined ? null : toContextOutput(current, true),
    Environments: new OutgoingDictionary(environments),
  };
}

/** Secrets that stand in clear with it are left out, as in Az.Accounts. */
export function toAccountOutput(account: StoredAccount): TypedObject {
  const { ExtendedProperties: extended } = takeSecrets(account).account;
  return {
    $type: outputTypes.account,
    Id: account.Id,
    Type: account.Type,
    Tenants: splitList(extended.Tenants),
    AccessToken: null,
    Credential: null,
    TenantMap: new OutgoingDictionary(textsIn(account.TenantMap) ?? {}),
    CertificateThumbprint: extended.CertificateThumbprint ?? null,
    ExtendedProperties: new OutgoingDictionary(extended),
  };
}

export function toSubscriptionOutput(subscription: StoredSubscription): TypedObject {
  const extended = subscription.ExtendedProperties ?? {};
  return {
    $type: outputTypes.subscription,
    Id: subscription.Id,
    Name: subscription.Name,
    State: subscription.State ?? null,
    SubscriptionId: subscription.Id,
    TenantId: splitList(extended.Tenants)[0] ?? null,
    HomeTenantId: extended.HomeTenant ?? null,
    ManagedByTenantIds: splitList(extended.ManagedByTenants),
    CurrentStorageAccountName: null,
    SubscriptionPolicies: parsePolicies(extended.SubscriptionPolices),
    ExtendedProperties: new OutgoingDictionary(extended),
    CurrentStorageAccount: null,
    AuthorizationSource: extended.AuthorizationSource ?? null,
    Tags: parseTags(extended.Tags),
  };
}

export function toTenantOutput(tenant: StoredTenant): TypedObject {
  const extended = tenant.ExtendedProperties ?? {};
  return {
    $type: outputTypes.tenant,
    Id: tenant.Id,
    TenantId: tenant.Id,
    Name: extended.DisplayName ?? null,
    TenantCategory: extended.TenantCategory ?? null,
    Directory: tenant.Directory ?? null,
    Domains: splitList(extended.Domains),
    DefaultDomain: extended.DefaultDomain ?? null,
    Country: extended.Country ?? null,
    CountryCode: extended.CountryCode ?? null,
    TenantType: extended.TenantType ?? null,
    TenantBrandingLogoUrl: extended.TenantBrandingLogoUrl ?? null,
    ExtendedProperties: new OutgoingDictionary(extended),
  };
}

/** An object of its own even where nothing is known: scripts ask for its members. */
function parsePolicies(text: string | undefined): TypedObject {
  const policies = textsIn(anyJson(text ?? '')) ?? {};
  return {
    $type: `${models}.PSAzureSubscriptionPolicy`,
    LocationPlacementId: policies.locationPlacementId ?? null,
    QuotaId: policies.quotaId ?? null,
    SpendingLimit: policies.spendingLimit ?? null,
  };
}

/** Written by another tool in another form, they are shown as absent rather than failing the whole listing. */
function parseTags(text: string | undefined): OutgoingDictionary | null {
  const tags = textsIn(anyJson(text ?? ''));
  return tags === undefined ? null : new OutgoingDictionary(tags);
}
