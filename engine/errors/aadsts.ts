// Explains Entra ID's errors by their AADSTS number: what each means and what to do about it. No other file of the
// engine contains such a number.
import type { CatalogueId } from './catalogue.ts';

export interface Explanation {
  readonly id: CatalogueId;
  readonly says?: string;
  readonly advice?: string;
}

/** One AADSTS number. */
export interface AadstsRow extends Explanation {
  /** The page that documents the number; `unverified` if no page of Microsoft's does. */
  readonly source: string;
  /** What the message adds: a remark on the application's credential, or the service that the token was for. */
  readonly names?: 'credential' | 'service';
  /** Conditional access blocks the device code flow with this number, but other sign-in flows may still work. */
  readonly blocksDeviceCode?: true;
  /** The device code was not used in time. */
  readonly expiresDeviceCode?: true;
}

/** The page "Microsoft Entra authentication and authorization error codes". */
const reference = 'https://learn.microsoft.com/entra/identity-platform/reference-error-codes';

const failed = (says: string, advice: string): Explanation => ({ id: 'Authentication.Failed', says, advice });
const policy = (says: string, advice: string): Explanation => ({ id: 'Blocked.Policy', says, advice });
const mfa: AadstsRow = { id: 'InteractionRequired.Mfa', source: reference };
const expired: AadstsRow = { id: 'NotSignedIn.Expired', source: reference };
const noRetry = 'Signing in again will not help: ask an administrator of the tenant.';

const unknownApplication = failed(
  'The application is not known in this tenant.',
  'Check the application ID and the tenant.',
);
const federatedMismatch = failed(
  'No federated credential of the application matches the token.',
  'Compare issuer, subject and audience of the token with the federated credentials in the app registration.',
);

const mismatched = (part: string): Explanation =>
  failed(
    `No federated credential of the application has the ${part} of the token.`,
    `Write the ${part} in the app registration exactly as the token has it, and check the tenant.`,
  );
const notMember: AadstsRow = {
  source: reference,
  ...failed(
    'The account is not a member of this tenant.',
    'Name a tenant of the account with -Tenant, or have the account invited.',
  ),
};
const adminConsent: AadstsRow = {
  source: reference,
  ...failed(
    'An administrator of the tenant must consent to the application.',
    'Ask an administrator to grant consent, then sign in again.',
  ),
};
/** What the SDKs' documentation says about identity tokens that match no federated credential. */
const troubleshooting =
  'https://github.com/Azure/azure-sdk-for-js/blob/main/sdk/identity/identity/TROUBLESHOOTING.md';

const rows: Readonly<Record<`AADSTS${number}`, AadstsRow>> = {
  // The application or its credentials.
  AADSTS7000215: {
    source: reference,
    names: 'credential',
    ...failed(
      'The secret of the application is wrong.',
      'Give the secret itself, not its ID, and check that it is of this application.',
    ),
  },
  AADSTS7000222: {
    source: reference,
    ...failed('The secret of the application has expired.', 'Make a new secret in the app registration.'),
  },
  AADSTS700016: { source: reference, ...unknownApplication },
  AADSTS7000229: {
    source: 'https://microsoft.github.io/teams-sdk/teams/app-authentication/troubleshooting',
    ...unknownApplication,
  },
  AADSTS7000112: { source: reference, ...failed('The application is disabled.', noRetry) },
  AADSTS500011: {
    source: reference,
    names: 'service',
    ...failed(
      'The tenant does not know the service that the token is for.',
      'Check the name of the service, and that the environment is the right cloud.',
    ),
  },
  AADSTS700027: {
    source: reference,
    names: 'credential',
    ...failed(
      'The signature of the client assertion is not valid.',
      'Check that the certificate is registered with the application and has not expired.',
    ),
  },
  AADSTS700024: {
    source: 'https://github.com/Azure/aks-set-context/issues/101',
    ...failed(
      'The federated token or client assertion has expired, or is not valid yet.',
      'Sign in with a fresh one, and check the clock of this machine.',
    ),
  },
  AADSTS70021: {
    source: 'https://github.com/Azure/azure-workload-identity/blob/main/docs/book/src/troubleshooting.md',
    ...federatedMismatch,
  },
  AADSTS700211: { source: troubleshooting, ...mismatched('issuer') },
  AADSTS700212: { source: troubleshooting, ...mismatched('audience') },
  AADSTS700213: { source: troubleshooting, ...mismatched('subject') },
  AADSTS700222: {
    source: 'unverified',
    ...failed(
      'A token issued by Entra ID cannot serve as the identity token of another service.',
      'Give the token of the service where the job runs, not an access token of Azure.',
    ),
  },
  AADSTS700030: {
    source: reference,
    ...failed(
      'The subject name of the certificate is not authorized for the application.',
      'Register the certificate, or its subject name and issuer, in the app registration; with the latter add -SendCertificateChain.',
    ),
  },
  AADSTS50012: {
    source: reference,
    ...failed(
      'The certificate, or what it signed, is not accepted.',
      'Check that it is registered with the application, is valid, and that its chain is known to the tenant.',
    ),
  },
  AADSTS900382: {
    source: reference,
    ...failed(
      'An application cannot sign in across clouds.',
      'Name the cloud that the tenant belongs to with -Environment.',
    ),
  },
  AADSTS7002138: {
    source: 'https://github.com/Azure/login/issues/517',
    ...failed(
      'The subject of the token differs from that of the federated credential in upper and lower case.',
      'Write it in the app registration as the token has it.',
    ),
  },
  AADSTS70025: {
    source: 'unverified',
    ...failed('The application has no federated credential.', federatedMismatch.advice ?? ''),
  },

  // The tenant, the account or its password.
  AADSTS90002: {
    source: reference,
    id: 'NotFound.Tenant',
  },
  AADSTS50034: {
    source: reference,
    ...failed('The account does not exist in this tenant.', 'Check the user name and -Tenant.'),
  },
  AADSTS16000: notMember,
  AADSTS50020: notMember,
  AADSTS90072: notMember,
  AADSTS500571: {
    source: 'unverified',
    ...failed('The account is disabled as a guest of this tenant.', noRetry),
  },
  AADSTS65002: {
    source: reference,
    ...failed(
      'The service does not let Azure PowerShell get tokens for it.',
      'Sign in with an application of your own that has a permission there: Connect-AzAccount -ServicePrincipal.',
    ),
  },
  AADSTS650057: {
    source: reference,
    ...failed(
      'The application is not registered for the service that the token is for.',
      'Add a permission of that service in the app registration, or check the name of the service.',
    ),
  },
  AADSTS500014: {
    source: 'unverified',
    ...failed(
      'The service that the token is for is disabled in this tenant.',
      'Ask an administrator of the tenant to enable it, or check the subscription behind it.',
    ),
  },
  AADSTS90094: adminConsent,
  AADSTS90095: adminConsent,
  AADSTS70019: {
    source: reference,
    expiresDeviceCode: true,
    ...failed(
      'The device code expired before it was used.',
      'Run Connect-AzAccount -UseDeviceAuthentication again.',
    ),
  },
  AADSTS50126: {
    source: reference,
    ...failed(
      'The user name or the password is wrong.',
      'Check both; an account that is federated must sign in with the browser.',
    ),
  },
  AADSTS50053: {
    source: reference,
    ...failed(
      'The account is locked after too many attempts.',
      'Wait a while, or ask an administrator to unlock it.',
    ),
  },
  AADSTS50055: {
    source: reference,
    ...failed('The password has expired.', 'Change it in the browser: run Connect-AzAccount.'),
  },
  AADSTS50144: {
    source: reference,
    ...failed('The password has expired.', 'Change it where the account is managed, then sign in again.'),
  },
  AADSTS50057: { source: reference, ...failed('The account is disabled.', noRetry) },
  AADSTS50105: {
    source: reference,
    ...failed('The account is not assigned to the application.', noRetry),
  },
  AADSTS50196: {
    source: reference,
    ...failed(
      'The authority refuses so many sign-ins of the same kind in a row.',
      'Wait a minute, and look for a script that signs in again and again.',
    ),
  },
  AADSTS65004: {
    source: reference,
    ...failed('Consent was declined.', 'Run Connect-AzAccount again and accept.'),
  },

  // The user must do something: an interactive sign-in helps.
  AADSTS50076: mfa,
  AADSTS50079: mfa,
  AADSTS50074: mfa,
  AADSTS50072: mfa,
  AADSTS50078: mfa,
  AADSTS50158: {
    source: reference,
    id: 'InteractionRequired.Other',
    says: 'The tenant asks for proof by another service.',
  },
  AADSTS65001: { source: reference, id: 'InteractionRequired.Consent' },
  AADSTS50140: {
    source: reference,
    id: 'InteractionRequired.Other',
    says: 'The page asks whether to stay signed in.',
  },
  // CmsiInterrupt: a confirmation that protects against pages that imitate another application. It is not a policy.
  AADSTS50199: {
    source: reference,
    id: 'InteractionRequired.Other',
    says: 'The page asks to confirm that this is the application to sign in to.',
  },
  AADSTS50058: {
    source: reference,
    id: 'InteractionRequired.Other',
    says: 'The sign-in at the authority has ended.',
  },

  // The refresh token is no longer valid: expired, revoked, or shortened by a policy.
  AADSTS70008: expired,
  AADSTS70043: expired,
  AADSTS700082: expired,
  AADSTS50132: expired,
  AADSTS50133: expired,
  AADSTS50173: expired,

  // Policies: signing in again does not help, another device or place may.
  AADSTS53000: {
    source: reference,
    ...policy(
      'the device does not comply.',
      'Use a device that complies, or ask an administrator of the tenant.',
    ),
  },
  AADSTS53001: {
    source: reference,
    ...policy(
      'the device is not joined to the domain.',
      'Use a device that is joined, or ask an administrator of the tenant.',
    ),
  },
  AADSTS50097: {
    source: reference,
    ...policy(
      'device authentication is required.',
      'Use a device that is registered, or ask an administrator of the tenant.',
    ),
  },
  AADSTS53003: {
    source: reference,
    blocksDeviceCode: true,
    ...policy('conditional access blocks it.', noRetry),
  },
  AADSTS530003: {
    source: 'unverified',
    blocksDeviceCode: true,
    ...policy(
      'a managed device is required.',
      'Use a managed device, or ask an administrator of the tenant.',
    ),
  },
  AADSTS53004: {
    source: reference,
    ...policy('the account must be secured first, and something about the sign-in is suspicious.', noRetry),
  },
  AADSTS530084: {
    source: 'unverified',
    blocksDeviceCode: true,
    ...policy('token protection is required.', noRetry),
  },
  AADSTS50005: {
    source: reference,
    ...policy('this kind of device is not supported.', 'Sign in on another kind of device.'),
  },
  AADSTS50129: {
    source: reference,
    ...policy(
      'the device is not joined to the workplace.',
      'Join it, or ask an administrator of the tenant.',
    ),
  },
  AADSTS50131: {
    source: reference,
    ...policy('conditional access blocks it, for the device, the place or the risk.', noRetry),
  },
  AADSTS53002: { source: reference, ...policy('Azure PowerShell is not an approved application.', noRetry) },
  AADSTS53009: {
    source: 'unverified',
    ...policy(
      'the application must be protected by Intune.',
      'Use one that is, or ask an administrator of the tenant.',
    ),
  },
  AADSTS53011: { source: reference, ...policy('the account is at risk in its home tenant.', noRetry) },
  AADSTS530034: {
    source: reference,
    ...policy('the account of the delegated administrator is at risk in its home tenant.', noRetry),
  },
  AADSTS530035: { source: reference, ...policy('security defaults block it.', noRetry) },
};

/** Returns the explanation of an AADSTS number, or undefined if we have none. */
export function aadstsRow(code: number): AadstsRow | undefined {
  return rows[`AADSTS${String(code) as `${number}`}`];
}

/** Returns the AADSTS numbers in a text, without duplicates, in order. */
export function aadstsCodesIn(text: string): number[] {
  return [...new Set([...text.matchAll(/\bAADSTS(\d{4,})\b/g)].map(([, code]) => Number(code)))];
}

/** Whether a number belongs to conditional access and similar policies: 53xxx and 530xxx. */
export function isOfConditionalAccess(code: number): boolean {
  return /^530?\d{3}$/.test(String(code));
}

/** Returns the explanation for a number of the conditional access family, or undefined for any other. */
export function policyRow(code: number | undefined): Explanation | undefined {
  return code !== undefined && isOfConditionalAccess(code)
    ? { id: 'Blocked.Policy', advice: noRetry }
    : undefined;
}

/** Returns all numbers with an explanation, such as `AADSTS50076`. */
export function knownAadstsNumbers(): readonly string[] {
  return Object.keys(rows);
}
