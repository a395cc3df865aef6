// Secrets as Az.Accounts' files may hold them, in clear among the properties of an account. Here they are kept with
// the tokens, and stand in a file only where Save-AzContext -WithCredential asks for that.
import type { KeystoreName } from '../storage/tokens/az-accounts-keystore.ts';
import type { StoredAccount } from './model.ts';

/** Secrets that an account needs to get tokens later; kept where its tokens are, never in the context file. */
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

/** The secrets that an account gets tokens with, by what it signed in with. */
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

/** Az.Accounts' names (AzureAccount.cs, and ConnectAzureRmAccount.cs for those of tokens). */
const properties = {
  secret: 'ServicePrincipalSecret',
  certificatePassword: 'CertificatePassword',
  federatedToken: 'ClientAssertion',
  accessToken: 'AccessToken',
  graphAccessToken: 'GraphAccessToken',
  microsoftGraphAccessToken: 'MicrosoftGraphAccessToken',
  keyVaultAccessToken: 'KeyVault',
} as const satisfies Readonly<Record<SecretName, string>>;

/** Under which name Az.Accounts' keystore has a secret; undefined where it has none such. */
export function keystoreName(name: SecretName): KeystoreName | undefined {
  return name === 'secret' || name === 'certificatePassword' ? properties[name] : undefined;
}

const names = Object.entries(properties) as [SecretName, string][];

/** A secret that stands in clear with the account: older versions of Az.Accounts, and tokens in current ones. */
export function secretInClear(account: StoredAccount, name: SecretName): string | undefined {
  return takeSecrets(account).secrets[name];
}

/** The account without secrets, and the secrets that it had. */
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

/** The account with secrets in clear, as Az.Accounts reads them. */
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
