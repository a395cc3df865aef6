// Converts contexts and their parts to output objects, with the types and properties of Az.Accounts.
import { toEnvironmentOutput } from '../environments/environment-output.ts';
import type { Environment } from '../environments/environment.ts';
import { anyJson, isRecord, textsIn } from '../protocol/shapes.ts';
import { OutgoingDictionary, OutgoingShared, type TypedObject } from '../protocol/values.ts';
import { takeSecrets } from './account-secrets.ts';
import { oncePer } from './once-per.ts';
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

/** The second type name of the current context, for its view. */
export const currentMark = 'Az.LoginTs.CurrentContext';

/** Returns a context as an output object. */
export function toContextOutput({ name, context }: NamedContext, isCurrent = false): TypedObject {
  return {
    $type: outputTypes.context,
    ...(isCurrent ? { $mark: currentMark } : {}),
    Name: name,
    Account: new OutgoingShared(toAccountOutput(context.Account)),
    Environment: sharedEnvironment(context.Environment),
    Subscription:
      context.Subscription === null ? null : withSharedParts(toSubscriptionOutput(context.Subscription)),
    Tenant: context.Tenant === null ? null : new OutgoingShared(toTenantOutput(context.Tenant)),
    TokenCache: null,
    VersionProfile: context.VersionProfile ?? null,
    ExtendedProperties: new OutgoingShared(new OutgoingDictionary(context.ExtendedProperties ?? {})),
  };
}

const sharedEnvironment = oncePer(
  (environment: Environment) => new OutgoingShared(toEnvironmentOutput(environment)),
);

/** Marks the parts of an object that others probably have too. */
function withSharedParts(output: TypedObject): TypedObject {
  const entries = Object.entries(output).map(([name, part]) => {
    const isShared = Array.isArray(part) || part instanceof OutgoingDictionary || isRecord(part);
    return [name, isShared ? new OutgoingShared(part as OutgoingShared['value']) : part] as const;
  });
  return { $type: output.$type, ...Object.fromEntries(entries) };
}

/** Returns the output of Connect-AzAccount: the default context, as a profile. */
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

/** Returns an account as an output object. Unencrypted secrets are left out, as in Az.Accounts. */
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

/** Returns a subscription as an output object. */
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

/** Returns a tenant as an output object. */
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

/** Returns an object even if no policy is known, because scripts read its members. */
function parsePolicies(text: string | undefined): TypedObject {
  const policies = textsIn(anyJson(text ?? '')) ?? {};
  return {
    $type: `${models}.PSAzureSubscriptionPolicy`,
    LocationPlacementId: policies.locationPlacementId ?? null,
    QuotaId: policies.quotaId ?? null,
    SpendingLimit: policies.spendingLimit ?? null,
  };
}

/** Returns null for tags that another tool wrote in another format, so that the listing does not fail. */
function parseTags(text: string | undefined): OutgoingDictionary | null {
  const tags = textsIn(anyJson(text ?? ''));
  return tags === undefined ? null : new OutgoingDictionary(tags);
}
