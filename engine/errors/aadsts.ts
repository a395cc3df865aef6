// Entra ID's refusals by their AADSTS number: what each means, in plain words, and what to do about it. No other file
// of the engine has such a number in it.
import type { CatalogueId } from './catalogue.ts';

export interface Explanation {
  readonly id: CatalogueId;
  readonly says?: string;
  readonly advice?: string;
}

/** One number of Entra ID. */
export interface AadstsRow extends Explanation {
  /** Where the number and its meaning come from; `unverified` where no page of Microsoft's says it. */
  readonly source: string;
  /** What the message names besides: the certificate that signed, or the service that the token was for. */
  readonly names?: 'certificate' | 'service';
  /** Conditional access refuses the device code flow with it, and other ways to sign in may still work. */
  readonly blocksDeviceCode?: true;
}

/** "Microsoft Entra authentication and authorization error codes". */
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
  'No federated credential of the application fits the token.',
  'Compare issuer, subject and audience of the token with the federated credentials in the app registration.',
);

const rows: Readonly<Record<`AADSTS${number}`, AadstsRow>> = {
  // The application or what it signs in with.
  AADSTS7000215: {
    source: reference,
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
    names: 'certificate',
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
  AADSTS700211: {
    source: 'https://github.com/Azure/azure-workload-identity/issues/1200',
    ...federatedMismatch,
  },
  AADSTS700212: { source: 'unverified', ...federatedMismatch },
  AADSTS700213: { source: 'https://github.com/Azure/login/issues/482', ...federatedMismatch },
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
    ...failed('The tenant does not exist.', 'Check -Tenant and -Environment.'),
  },
  AADSTS50034: {
    source: reference,
    ...failed('The account does not exist in this tenant.', 'Check the user name and -Tenant.'),
  },
  AADSTS50020: {
    source: reference,
    ...failed(
      'The account is not a member of this tenant.',
      'Name a tenant of the account with -Tenant, or have the account invited.',
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

  // The person must do something: interaction helps.
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
  AADSTS16000: {
    source: reference,
    id: 'InteractionRequired.Other',
    says: 'The account that is signed in cannot be used in this tenant, or several are signed in and none is chosen.',
  },
  AADSTS50058: {
    source: reference,
    id: 'InteractionRequired.Other',
    says: 'The sign-in at the authority has ended.',
  },

  // The refresh token is gone: expired, revoked, or cut short by a policy.
  AADSTS70008: expired,
  AADSTS70043: expired,
  AADSTS700082: expired,
  AADSTS50132: expired,
  AADSTS50133: expired,
  AADSTS50173: expired,

  // Policies: another device or place, not another attempt.
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
      'a device that signs in itself is required.',
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
  // CmsiInterrupt: the person did not confirm, on the page, that this is the application to sign in to.
  AADSTS50199: {
    source: reference,
    blocksDeviceCode: true,
    id: 'InteractionRequired.Other',
    says: 'The authority asks the person to confirm the sign-in.',
  },
};

/** What a number of Entra ID means; undefined for one without words of its own here. */
export function aadstsRow(code: number): AadstsRow | undefined {
  return rows[`AADSTS${String(code) as `${number}`}`];
}

/** The numbers in a text of Entra ID's, each once, in their order. */
export function aadstsCodesIn(text: string): number[] {
  return [...new Set([...text.matchAll(/\bAADSTS(\d{4,})\b/g)].map(([, code]) => Number(code)))];
}

/** Whether a number is one of conditional access: all of its family begin with 53. */
export function isOfConditionalAccess(code: number): boolean {
  return String(code).startsWith('53');
}

/** All numbers that have words of their own, as `AADSTS50076`. */
export function knownAadstsNumbers(): readonly string[] {
  return Object.keys(rows);
}
