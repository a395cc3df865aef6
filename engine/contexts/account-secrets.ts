// Secrets that Az.Accounts' files may contain unencrypted, as properties of an account. We keep them with the tokens
// and write them to a file only for Save-AzContext -WithCredential.
import type { KeystoreName } from '../storage/tokens/az-accounts-keystore.ts';
import { sameText } from '../text/same-text.ts';
import type { StoredAccount } from './model.ts';

/** Secrets that an account needs to get tokens later. Stored with its tokens, never in the context file. */
export const secretNames = [
  'secret',
  'certificatePassword',
  'federatedToken',
  'accessToken',
  'graphAccessToken',
  'microsoftGraphAccessToken',
  'keyVaultAccessToken',
] as const;

export type SecretName = (typeof secretNames)[number];

export type AccountSecrets = Readonly<Partial<Record<SecretName, string>>>;

/** Returns the names of the secrets that an account needs to get tokens. */
export function secretsUsedBy({
  Type: type,
  ExtendedProperties: properties,
}: Pick<StoredAccount, 'Type' | 'ExtendedProperties'>): readonly SecretName[] {
  if (type === 'AccessToken')
    return ['accessToken', 'graphAccessToken', 'microsoftGraphAccessToken', 'keyVaultAccessToken'];
  if (type === 'ClientAssertion')
    return properties.FederatedTokenSource === undefined ? ['federatedToken'] : [];
  if (type !== 'ServicePrincipal' && type !== 'Certificate') return [];
  if (properties.CertificatePath !== undefined) return ['certificatePassword'];
  return properties.CertificateThumbprint === undefined ? ['secret'] : [];
}

/** Whether two accounts have the same certificate, the same source of identity tokens, or none of these. */
export function sameCredential(one: StoredAccount, other: StoredAccount): boolean {
  return ['CertificatePath', 'CertificateThumbprint', 'FederatedTokenSource'].every((name) =>
    sameText(one.ExtendedProperties[name], other.ExtendedProperties[name]),
  );
}

/** Az.Accounts' property names (AzureAccount.cs; ConnectAzureRmAccount.cs for the tokens). */
const properties = {
  secret: 'ServicePrincipalSecret',
  certificatePassword: 'CertificatePassword',
  federatedToken: 'ClientAssertion',
  accessToken: 'AccessToken',
  graphAccessToken: 'GraphAccessToken',
  microsoftGraphAccessToken: 'MicrosoftGraphAccessToken',
  keyVaultAccessToken: 'KeyVault',
} as const satisfies Readonly<Record<SecretName, string>>;

/** Returns the name of a secret in Az.Accounts' keystore, or undefined if it does not store this secret. */
export function keystoreName(name: SecretName): KeystoreName | undefined {
  return name === 'secret' || name === 'certificatePassword' ? properties[name] : undefined;
}

const names = Object.entries(properties) as [SecretName, string][];

/**
 * Returns a secret that is stored unencrypted with the account (by older versions of Az.Accounts; tokens by current
 * ones).
 */
export function secretInClear(account: StoredAccount, name: SecretName): string | undefined {
  return takeSecrets(account).secrets[name];
}

/** Returns the account without its secrets, and the secrets. */
export function takeSecrets(account: StoredAccount): { account: StoredAccount; secrets: AccountSecrets } {
  const extended = account.ExtendedProperties;
  const found = names.flatMap(([name, property]) => {
    const value = extended[property];
    return typeof value === 'string' && value !== '' ? [[name, value] as const] : [];
  });
  const left = Object.entries(extended).filter(([key]) => !names.some(([, property]) => property === key));
  return {
    account: { ...account, ExtendedProperties: Object.fromEntries(left) },
    secrets: Object.fromEntries(found),
  };
}

/** Returns the account with unencrypted secrets, as Az.Accounts reads them. */
export function putSecrets(account: StoredAccount, secrets: AccountSecrets): StoredAccount {
  const given = names.flatMap(([name, property]) => {
    const value = secrets[name];
    return value === undefined ? [] : [[property, value] as const];
  });
  return {
    ...account,
    ExtendedProperties: { ...account.ExtendedProperties, ...Object.fromEntries(given) },
  };
}
