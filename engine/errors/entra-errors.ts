// What Entra ID refuses, in plain words with what to do. Numbers: learn.microsoft.com, "Microsoft Entra
// authentication and authorization error codes".
import { commandLine } from '../text/command-line.ts';
import { EngineError, isCancelled } from './engine-error.ts';
import type { CatalogueId, EntraErrorFacts, ErrorId } from './catalogue.ts';

/** What the sign-in was for: goes into the command that mends it. */
export interface SignInFacts {
  readonly account?: string;
  readonly tenant?: string;
  readonly environment: string;
  readonly scope?: string;
  /** The claims challenge (JSON) that the request was to answer. */
  readonly claims?: string;
  /** The certificate that the application signed with, in words that follow "the certificate". */
  readonly certificate?: string;
  /** Whether a sign-in that was made before was to be renewed: what is refused then is the grant that it left. */
  readonly isRenewal?: boolean;
}

export interface Explanation {
  readonly id: CatalogueId;
  readonly says?: string;
  readonly advice?: string;
}

const failed = (says: string, advice: string): Explanation => ({ id: 'Authentication.Failed', says, advice });
const policy = (says: string, advice: string): Explanation => ({ id: 'Blocked.Policy', says, advice });
const mfa: Explanation = { id: 'InteractionRequired.Mfa' };
const expired: Explanation = { id: 'NotSignedIn.Expired' };
const noRetry = 'Signing in again will not help: ask an administrator of the tenant.';

const federatedMismatch = 'No federated credential of the application fits the token.';
const federatedAdvice =
  'Compare issuer, subject and audience of the token with the federated credentials in the app registration.';

const mismatched = (part: string): Explanation =>
  failed(
    `No federated credential of the application has the ${part} of the token.`,
    `Write the ${part} in the app registration exactly as the token has it, and check the tenant.`,
  );
const notMember = failed(
  'The account is not a member of this tenant.',
  'Name a tenant of the account with -Tenant, or have the account invited.',
);
const adminConsent = failed(
  'An administrator of the tenant must consent to the application.',
  'Ask an administrator to grant consent, then sign in again.',
);

const unknownApplication = failed(
  'The application is not known in this tenant.',
  'Check the application ID and the tenant.',
);
const badSignature = 700027;
const unknownService = 500011;

const explanations: Readonly<Record<number, Explanation>> = {
  7000215: failed(
    'The secret of the application is wrong.',
    'Give the secret itself, not its ID, and check that it is of this application.',
  ),
  7000222: failed('The secret of the application has expired.', 'Make a new secret in the app registration.'),
  700016: unknownApplication,
  7000229: unknownApplication,
  7000112: failed('The application is disabled.', noRetry),
  [unknownService]: failed(
    'The tenant does not know the service that the token is for.',
    'Check the name of the service, and that the environment is the right cloud.',
  ),
  [badSignature]: failed(
    'The signature of the client assertion is not valid.',
    'Check that the certificate is registered with the application and has not expired.',
  ),
  700024: failed(
    'The federated token or client assertion has expired, or is not valid yet.',
    'Sign in with a fresh one, and check the clock of this machine.',
  ),
  70021: failed(federatedMismatch, federatedAdvice),
  700211: mismatched('issuer'),
  700212: mismatched('audience'),
  700213: mismatched('subject'),
  700222: failed(
    'A token that Entra ID issued is no identity token of another service.',
    'Give the token of the service where the job runs, not an access token of Azure.',
  ),
  700030: failed(
    'The subject name of the certificate is not authorized for the application.',
    'Register the certificate, or its subject name and issuer, in the app registration; with the latter add -SendCertificateChain.',
  ),
  50012: failed(
    'The certificate, or what it signed, is not accepted.',
    'Check that it is registered with the application, is valid, and that its chain is known to the tenant.',
  ),
  900382: failed(
    'An application cannot sign in across clouds.',
    'Name the cloud that the tenant belongs to with -Environment.',
  ),
  7002138: failed(
    'The subject of the token differs from that of the federated credential in upper and lower case.',
    'Write it in the app registration as the token has it.',
  ),
  70025: failed('The application has no federated credential.', federatedAdvice),
  65002: failed(
    'The service does not let Azure PowerShell get tokens for it.',
    'Sign in with an application of your own that has a permission there: Connect-AzAccount -ServicePrincipal.',
  ),
  650057: failed(
    'The application is not registered for the service that the token is for.',
    'Add a permission of that service in the app registration, or check the name of the service.',
  ),
  500014: failed(
    'The service that the token is for is disabled in this tenant.',
    'Ask an administrator of the tenant to enable it, or check the subscription behind it.',
  ),
  90094: adminConsent,
  90095: adminConsent,
  90002: failed('The tenant does not exist.', 'Check -Tenant and -Environment.'),
  50034: failed('The account does not exist in this tenant.', 'Check the user name and -Tenant.'),
  16000: notMember,
  50020: notMember,
  90072: notMember,
  500571: failed('The account is disabled as a guest of this tenant.', noRetry),
  70019: failed(
    'The device code expired before it was used.',
    'Run Connect-AzAccount -UseDeviceAuthentication again.',
  ),
  50126: failed(
    'The user name or the password is wrong.',
    'Check both; an account that is federated must sign in with the browser.',
  ),
  50053: failed(
    'The account is locked after too many attempts.',
    'Wait a while, or ask an administrator to unlock it.',
  ),
  50055: failed('The password has expired.', 'Change it in the browser: run Connect-AzAccount.'),
  50144: failed('The password has expired.', 'Change it where the account is managed, then sign in again.'),
  50057: failed('The account is disabled.', noRetry),
  50105: failed('The account is not assigned to the application.', noRetry),
  50196: failed(
    'The authority refuses so many sign-ins of the same kind in a row.',
    'Wait a minute, and look for a script that signs in again and again.',
  ),
  65004: failed('Consent was declined.', 'Run Connect-AzAccount again and accept.'),
  // The person must prove more: interaction helps.
  50076: mfa,
  50079: mfa,
  50074: mfa,
  50072: mfa,
  50078: mfa,
  50158: { id: 'InteractionRequired.Other', says: 'The tenant asks for proof by another service.' },
  65001: { id: 'InteractionRequired.Consent' },
  50140: { id: 'InteractionRequired.Other', says: 'The page asks whether to stay signed in.' },
  // A confirmation against pages that pose as another application, not a policy.
  50199: {
    id: 'InteractionRequired.Other',
    says: 'The page asks to confirm that this is the application to sign in to.',
  },
  50058: { id: 'InteractionRequired.Other', says: 'The sign-in at the authority has ended.' },
  // The refresh token is gone: expired, revoked, or cut short by a policy.
  70008: expired,
  70043: expired,
  700082: expired,
  50132: expired,
  50133: expired,
  50173: expired,
  // Policies: another device or place, not another attempt.
  53000: policy(
    'the device does not comply.',
    'Use a device that complies, or ask an administrator of the tenant.',
  ),
  53001: policy(
    'the device is not joined to the domain.',
    'Use a device that is joined, or ask an administrator of the tenant.',
  ),
  50097: policy(
    'a device that signs in itself is required.',
    'Use a device that is registered, or ask an administrator of the tenant.',
  ),
  50005: policy('this kind of device is not supported.', 'Sign in on another kind of device.'),
  50129: policy(
    'the device is not joined to the workplace.',
    'Join it, or ask an administrator of the tenant.',
  ),
  50131: policy('conditional access blocks it, for the device, the place or the risk.', noRetry),
  53002: policy('Azure PowerShell is not an approved application.', noRetry),
  53009: policy(
    'the application must be protected by Intune.',
    'Use one that is, or ask an administrator of the tenant.',
  ),
  53011: policy('the account is at risk in its home tenant.', noRetry),
  530034: policy('the account of the delegated administrator is at risk in its home tenant.', noRetry),
  530035: policy('security defaults block it.', noRetry),
  53003: policy('conditional access blocks it.', noRetry),
  530003: policy(
    'a managed device is required.',
    'Use a managed device, or ask an administrator of the tenant.',
  ),
  53004: policy('the account must be secured first, and something about the sign-in is suspicious.', noRetry),
  530084: policy('token protection is required.', noRetry),
};

interface MsalError extends Error {
  readonly errorCode?: string;
  /** What the authority said, in whatever form. */
  readonly errorMessage?: unknown;
  readonly subError?: string;
  readonly claims?: string;
  readonly correlationId?: string;
  readonly timestamp?: string;
  readonly traceId?: string;
}

/**
 * Whatever a flow threw, as an EngineError with the facts that Entra gave. `failure` is what failed last below HTTP.
 */
export function explainSignInError(error: unknown, facts: SignInFacts, failure?: EngineError): EngineError {
  if (error instanceof EngineError) return error;
  if (isCancelled(error)) return new EngineError('Cancelled.ByUser', { cause: error });
  const { entra, description, reference } = readRefusal(error);
  // Where Entra never answered, what failed is the connection, whatever MSAL makes of it.
  if (failure !== undefined && entra.codes === undefined) return failure;
  // MSAL's word for an authority without a discovery document; Entra ID says AADSTS90002 there, which MSAL drops.
  if (entra.error === 'endpoints_resolution_error') {
    const { tenant = '', environment } = facts;
    return new EngineError('NotFound.Tenant', {
      facts: { tenant, environment },
      target: tenant,
      cause: error,
    });
  }
  const [first] = entra.codes ?? [];
  const code = entra.codes?.find((one) => explanations[one] !== undefined) ?? first;
  const explanation = explanationFor(code, entra, facts);
  const says = `${explanation?.says ?? description}${whatWasUsed(code, facts)}${reference}`;
  return new EngineError(explanation?.id ?? 'Authentication.Failed', {
    facts: {
      description: says,
      reference,
      advice: explanation?.advice ?? 'Check the account, the tenant and the environment, then sign in again.',
      account: facts.account ?? 'the account',
      tenant: facts.tenant ?? '',
      scope: facts.scope ?? 'the service',
      // Naming the tenant is enough for it to ask for the second factor; a challenge must be repeated.
      command: connectCommand(facts, facts.claims ?? (explanation === mfa ? undefined : entra.claims)),
    },
    entra,
    cause: error,
    ...(explanation === undefined && code !== undefined ? { id: authenticationId(code) } : {}),
    ...(facts.account === undefined ? {} : { target: facts.account }),
  });
}

/** What Entra ID found wrong, by its name here: a sentence after a space, or nothing. */
function whatWasUsed(code: number | undefined, { certificate, scope }: SignInFacts): string {
  if (code === badSignature && certificate !== undefined)
    return ` It was signed with the certificate ${certificate}.`;
  if (code === unknownService && scope !== undefined)
    return ` It was asked for as '${scope.replace(/\/\.default$/, '')}'.`;
  return '';
}

/** The command that signs in again to where the failure was. */
export function connectCommand(facts: SignInFacts, claims?: string): string {
  return commandLine('Connect-AzAccount', {
    Environment: facts.environment === 'AzureCloud' ? undefined : facts.environment,
    Tenant: facts.tenant,
    ClaimsChallenge: claims === undefined ? undefined : Buffer.from(claims).toString('base64'),
  });
}

function authenticationId(code: number): ErrorId {
  return `Authentication.AADSTS${String(code) as `${number}`}`;
}

/**
 * Numbers are for support and new ones come: what a client goes by are the error and its suberror
 * (https://learn.microsoft.com/entra/identity-platform/reference-error-codes). Known numbers have words of their own.
 */
function explanationFor(
  code: number | undefined,
  { error = '', suberror = '' }: EntraErrorFacts,
  { isRenewal = false }: SignInFacts,
): Explanation | undefined {
  const known = code === undefined ? undefined : explanations[code];
  const bySuberror = known ?? suberrors[suberror];
  if (bySuberror !== undefined) return bySuberror;
  return (
    policyFamily(code) ?? errors[error] ?? (isRenewal && error === 'invalid_grant' ? expired : undefined)
  );
}

/** Conditional access and its kind have the numbers 53xxx and 530xxx. */
function policyFamily(code: number | undefined): Explanation | undefined {
  return /^530?\d{3}$/.test(String(code)) ? { id: 'Blocked.Policy', advice: noRetry } : undefined;
}

const interaction: Explanation = { id: 'InteractionRequired.Other' };
const consent: Explanation = { id: 'InteractionRequired.Consent' };
const denied: Explanation = { id: 'Authentication.Denied' };

/** MSAL's list: InteractionRequiredAuthError.ts in lib/msal-common, and what Entra ID sends beside it. */
const suberrors: Readonly<Record<string, Explanation | undefined>> = {
  bad_token: expired,
  token_expired: expired,
  consent_required: consent,
  basic_action: interaction,
  additional_action: interaction,
  message_only: interaction,
  user_password_expired: interaction,
  interrupted_user: interaction,
  ui_not_allowed: interaction,
  ux_not_allowed: interaction,
  protection_policy_required: { id: 'Blocked.Policy', advice: noRetry },
};

/** Of Entra ID (OpenID Connect Core 1.0, section 3.1.2.6), and MSAL's own for a cache without tokens. */
const errors: Readonly<Record<string, Explanation | undefined>> = {
  no_tokens_found: expired,
  no_account_found: expired,
  token_refresh_required: expired,
  bad_token: expired,
  interaction_required: interaction,
  login_required: interaction,
  account_selection_required: interaction,
  interrupted_user: interaction,
  ui_not_allowed: interaction,
  consent_required: consent,
  access_denied: denied,
  authorization_declined: denied,
};

function entraFactsOf(error: MsalError): EntraErrorFacts {
  const text = typeof error.errorMessage === 'string' ? error.errorMessage : error.message;
  const codes = [...text.matchAll(/AADSTS(\d+)/g)].map(([, code]) => Number(code));
  const find = (label: string): string | undefined =>
    new RegExp(`${label}:\\s*([\\w:. -]+?)(?:\\s{2,}|[\\r\\n]|$|(?= (?:Correlation|Trace|Timestamp)))`)
      .exec(text)?.[1]
      ?.trim();
  const optional = <K extends keyof EntraErrorFacts>(
    key: K,
    value: EntraErrorFacts[K] | undefined,
  ): Partial<EntraErrorFacts> => (value === undefined || value === '' ? {} : { [key]: value });
  return {
    ...optional('error', error.errorCode),
    ...optional('suberror', error.subError),
    ...(codes.length > 0 ? { codes: [...new Set(codes)] } : {}),
    ...optional('correlationId', error.correlationId ?? find('Correlation ID')),
    ...optional('traceId', error.traceId ?? find('Trace ID')),
    ...optional('timestamp', error.timestamp ?? find('Timestamp')),
    ...optional('claims', error.claims),
    ...optional('description', text),
  };
}

/** Without the number in front and the IDs behind, which stand elsewhere. MSAL puts its own labels around the text. */
function plainDescription(text: string): string {
  return text
    .replace(/^.*? - Description: /s, '')
    .replace(/^.*?AADSTS\d+:\s*/s, '')
    .replace(/\s*(?:- )?(?:Trace ID|Correlation ID|Timestamp):.*$/s, '')
    .trim();
}

/**
 * What the support of Entra ID asks for, in brackets after a space; empty where Entra ID did not answer: MSAL's own
 * errors have a correlation ID, too, which nobody there has seen.
 */
function referenceOf({ codes: [code] = [], correlationId }: EntraErrorFacts): string {
  if (code === undefined) return '';
  return ` (AADSTS${String(code)}${correlationId === undefined ? '' : `, correlation ID ${correlationId}`})`;
}

/** A refusal in parts, for flows that have words of their own for it. */
export function readRefusal(error: unknown): {
  readonly entra: EntraErrorFacts;
  /** In Entra ID's words, without number and IDs. */
  readonly description: string;
  /** Number and correlation ID, in brackets after a space; empty where there are none. */
  readonly reference: string;
} {
  const msal = error as MsalError;
  const entra = entraFactsOf(msal);
  return {
    entra,
    description: plainDescription(entra.description ?? msal.message),
    reference: referenceOf(entra),
  };
}

/** What the numbers of Entra ID mean: the catalogue's entry and, where it has them, words of their own. */
export function explanationOf(code: number): Readonly<Explanation> | undefined {
  return explanations[code] ?? policyFamily(code);
}
