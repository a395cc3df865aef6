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
  700211: failed(federatedMismatch, federatedAdvice),
  700212: failed(federatedMismatch, federatedAdvice),
  700213: failed(federatedMismatch, federatedAdvice),
  7002138: failed(
    'The subject of the token differs from that of the federated credential in upper and lower case.',
    'Write it in the app registration as the token has it.',
  ),
  70025: failed('The application has no federated credential.', federatedAdvice),
  90002: failed('The tenant does not exist.', 'Check -Tenant and -Environment.'),
  50034: failed('The account does not exist in this tenant.', 'Check the user name and -Tenant.'),
  50020: failed(
    'The account is not a member of this tenant.',
    'Name a tenant of the account with -Tenant, or have the account invited.',
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
  16000: { id: 'InteractionRequired.Other', says: 'Several accounts are signed in and none is chosen.' },
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
  const [code] = entra.codes ?? [];
  // Numbers are for support and new ones come; what a client goes by is the error and its suberror.
  const explanation = (code === undefined ? undefined : explanations[code]) ?? byErrorCode(entra);
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

function byErrorCode({ error, suberror }: EntraErrorFacts): Explanation | undefined {
  if (error === 'no_tokens_found' || error === 'no_account_found' || error === 'token_refresh_required')
    return expired;
  if (suberror === 'bad_token' || suberror === 'token_expired') return expired;
  if (suberror === 'consent_required') return { id: 'InteractionRequired.Consent' };
  if (suberror === 'basic_action' || suberror === 'additional_action')
    return { id: 'InteractionRequired.Other' };
  if (error === 'interaction_required' || error === 'login_required')
    return { id: 'InteractionRequired.Other' };
  if (error === 'consent_required') return { id: 'InteractionRequired.Consent' };
  if (error === 'access_denied' || error === 'authorization_declined') return { id: 'Authentication.Denied' };
  return undefined;
}

function entraFactsOf(error: MsalError): EntraErrorFacts {
  const text = typeof error.errorMessage === 'string' ? error.errorMessage : error.message;
  const codes = [...text.matchAll(/AADSTS(\d+)/g)].map(([, code]) => Number(code));
  const find = (label: string): string | undefined =>
    new RegExp(`${label}:\\s*([\\w:. -]+?)(?:\\s{2,}|[\\r\\n]|$|(?= (?:Correlation|Trace|Timestamp)))`)
      .exec(text)?.[1]
      ?.trim();
  // What stands in place of a text is no fact: MSAL hands on what a service answered.
  const optional = (key: keyof EntraErrorFacts, value: unknown): Partial<EntraErrorFacts> =>
    typeof value === 'string' && value !== '' ? { [key]: value } : {};
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
  return explanations[code];
}
