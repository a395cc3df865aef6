// Turns errors of Entra ID and MSAL into errors of the catalogue. aadsts.ts explains each AADSTS number.
import { aadstsCodesIn, aadstsRow, policyRow, type Explanation } from './aadsts.ts';
import { commandLine } from '../text/command-line.ts';
import { EngineError, isCancelled } from './engine-error.ts';
import type { ErrorId } from './catalogue.ts';
import type { EntraErrorFacts } from './error-data.ts';

/** The details of a sign-in, for the command that the error suggests. */
export interface SignInFacts {
  readonly account?: string;
  readonly tenant?: string;
  readonly environment: string;
  readonly scope?: string;
  /** The claims challenge (JSON) that the request answered. */
  readonly claims?: string;
  /** A remark on the application's credential, as a sentence, for errors that reject it. */
  readonly credential?: string;
  /** Whether the request renewed an earlier sign-in. Then it is the stored grant that was refused. */
  readonly isRenewal?: boolean;
}

interface MsalError extends Error {
  readonly errorCode?: string;
  /** The authority's answer, of any type. */
  readonly errorMessage?: unknown;
  readonly subError?: string;
  readonly claims?: string;
  readonly correlationId?: string;
  readonly timestamp?: string;
  readonly traceId?: string;
}

const unavailable = new Set(['server_error', 'temporarily_unavailable']);

/**
 * Returns any error of a sign-in flow as an EngineError with the facts from Entra ID. `failure` is the last network
 * error, if any.
 */
export function explainSignInError(error: unknown, facts: SignInFacts, failure?: EngineError): EngineError {
  if (error instanceof EngineError) return error;
  if (isCancelled(error)) return new EngineError('Cancelled.ByUser', { cause: error });
  const { entra, description, reference } = readRefusal(error);
  // If Entra ID did not answer, or answered that it is unavailable (RFC 6749, section 4.1.2.1), report the
  // connection's failure and not MSAL's error.
  const isAway = entra.codes === undefined || unavailable.has(entra.error ?? '');
  if (failure !== undefined && isAway) return failure;
  // MSAL reports this for an authority without a discovery document, and drops Entra ID's number.
  if (entra.error === 'endpoints_resolution_error') {
    const { tenant = '', environment } = facts;
    return new EngineError('NotFound.Tenant', {
      facts: { tenant, environment },
      target: tenant,
      cause: error,
    });
  }
  const [first] = entra.codes ?? [];
  const code = entra.codes?.find((one) => aadstsRow(one) !== undefined) ?? first;
  const explanation = explanationFor(code, entra, facts);
  const text = `${explanation?.says ?? description}${rejectedDetail(code, facts)}${reference}`;
  const target = explanation?.id === 'NotFound.Tenant' ? facts.tenant : facts.account;
  return new EngineError(explanation?.id ?? 'Authentication.Failed', {
    facts: {
      description: text,
      reference,
      advice: explanation?.advice ?? 'Check the account, the tenant and the environment, then sign in again.',
      account: facts.account ?? 'the account',
      tenant: facts.tenant ?? '',
      environment: facts.environment,
      scope: facts.scope ?? 'the service',
      // For MFA, the tenant in the command is enough; a claims challenge must be repeated.
      command: connectCommand(
        facts,
        facts.claims ?? (explanation?.id === 'InteractionRequired.Mfa' ? undefined : entra.claims),
      ),
    },
    entra,
    cause: error,
    ...(explanation === undefined && code !== undefined ? { id: authenticationId(code) } : {}),
    ...(target === undefined ? {} : { target }),
  });
}

/** Returns a sentence on the rejected credential or service, after a space, or an empty string. */
function rejectedDetail(code: number | undefined, { credential, scope }: SignInFacts): string {
  const names = code === undefined ? undefined : aadstsRow(code)?.names;
  if (names === 'credential' && credential !== undefined) return ` ${credential}`;
  if (names === 'service' && scope !== undefined)
    return ` It was asked for as '${scope.replace(/\/\.default$/, '')}'.`;
  return '';
}

/** Returns the command that repeats the sign-in. */
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
 * Returns the explanation of an error, or undefined. AADSTS numbers are meant for support and new ones appear;
 * clients should look at the error and its suberror
 * (https://learn.microsoft.com/entra/identity-platform/reference-error-codes). Known numbers still come first,
 * because we have better words for them.
 */
function explanationFor(
  code: number | undefined,
  { error = '', suberror = '' }: EntraErrorFacts,
  { isRenewal = false }: SignInFacts,
): Explanation | undefined {
  const known = code === undefined ? undefined : aadstsRow(code);
  const bySuberror = known ?? suberrors[suberror];
  if (bySuberror !== undefined) return bySuberror;
  return policyRow(code) ?? errors[error] ?? (isRenewal && error === 'invalid_grant' ? expired : undefined);
}

const expired: Explanation = { id: 'NotSignedIn.Expired' };
const interaction: Explanation = { id: 'InteractionRequired.Other' };
const consent: Explanation = { id: 'InteractionRequired.Consent' };
const denied: Explanation = { id: 'Authentication.Denied' };

/** MSAL's list (InteractionRequiredAuthError.ts in lib/msal-common), and further suberrors that Entra ID sends. */
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
  protection_policy_required: {
    id: 'Blocked.Policy',
    advice: 'Signing in again will not help: ask an administrator of the tenant.',
  },
};

/** Errors of Entra ID (OpenID Connect Core 1.0, section 3.1.2.6), and MSAL's own for a cache without tokens. */
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
  const codes = aadstsCodesIn(text);
  const find = (label: string): string | undefined =>
    new RegExp(`${label}:\\s*([\\w:. -]+?)(?:\\s{2,}|[\\r\\n]|$|(?= (?:Correlation|Trace|Timestamp)))`)
      .exec(text)?.[1]
      ?.trim();
  // Skip values that are not text: MSAL passes on whatever a service answered.
  const optional = (key: keyof EntraErrorFacts, value: unknown): Partial<EntraErrorFacts> =>
    typeof value === 'string' && value !== '' ? { [key]: value } : {};
  return {
    ...optional('error', error.errorCode),
    ...optional('suberror', error.subError),
    ...(codes.length > 0 ? { codes } : {}),
    ...optional('correlationId', error.correlationId ?? find('Correlation ID')),
    ...optional('traceId', error.traceId ?? find('Trace ID')),
    ...optional('timestamp', error.timestamp ?? find('Timestamp')),
    ...optional('claims', error.claims),
    ...optional('description', text),
  };
}

/** Returns Entra ID's text without MSAL's labels, the AADSTS number and the IDs, which we show elsewhere. */
function plainDescription(text: string): string {
  return text
    .replace(/^.*? - Description: /s, '')
    .replace(/^.*?AADSTS\d+:\s*/s, '')
    .replace(/\s*(?:- )?(?:Trace ID|Correlation ID|Timestamp):.*$/s, '')
    .trim();
}

/**
 * Returns the facts that Entra ID's support asks for, in brackets after a space. Empty if Entra ID did not answer:
 * MSAL's own errors also have a correlation ID, but support does not know it.
 */
function referenceOf({ codes: [code] = [], correlationId }: EntraErrorFacts): string {
  if (code === undefined) return '';
  return ` (AADSTS${String(code)}${correlationId === undefined ? '' : `, correlation ID ${correlationId}`})`;
}

/** Splits an error of Entra ID into parts, for flows that word it themselves. */
export function readRefusal(error: unknown): {
  readonly entra: EntraErrorFacts;
  /** Entra ID's text, without number and IDs. */
  readonly description: string;
  /** Number and correlation ID, in brackets after a space; empty if there are none. */
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
