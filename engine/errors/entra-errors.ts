// What Entra ID and MSAL refuse, as an error of the catalogue. What each AADSTS number means stands in aadsts.ts.
import { aadstsCodesIn, aadstsRow, type Explanation } from './aadsts.ts';
import { commandLine } from '../text/command-line.ts';
import { EngineError, isCancelled } from './engine-error.ts';
import type { EntraErrorFacts, ErrorId } from './catalogue.ts';

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

const unavailable = new Set(['server_error', 'temporarily_unavailable']);

/**
 * Whatever a flow threw, as an EngineError with the facts that Entra gave. `failure` is what failed last below HTTP.
 */
export function explainSignInError(error: unknown, facts: SignInFacts, failure?: EngineError): EngineError {
  if (error instanceof EngineError) return error;
  if (isCancelled(error)) return new EngineError('Cancelled.ByUser', { cause: error });
  const { entra, description, reference } = readRefusal(error);
  // If Entra never answered, or only that it cannot now (RFC 6749, section 4.1.2.1), what failed is the connection,
  // whatever MSAL makes of it.
  const isAway = entra.codes === undefined || unavailable.has(entra.error ?? '');
  if (failure !== undefined && isAway) return failure;
  // MSAL's word for an authority without a discovery document; Entra ID has a number for that, which MSAL drops.
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
  const explanation = (code === undefined ? undefined : aadstsRow(code)) ?? byErrorCode(entra);
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
      command: connectCommand(
        facts,
        facts.claims ?? (explanation?.id === 'InteractionRequired.Mfa' ? undefined : entra.claims),
      ),
    },
    entra,
    cause: error,
    ...(explanation === undefined && code !== undefined ? { id: authenticationId(code) } : {}),
    ...(facts.account === undefined ? {} : { target: facts.account }),
  });
}

/** What Entra ID found wrong, by its name here: a sentence after a space, or nothing. */
function whatWasUsed(code: number | undefined, { certificate, scope }: SignInFacts): string {
  const names = code === undefined ? undefined : aadstsRow(code)?.names;
  if (names === 'certificate' && certificate !== undefined)
    return ` It was signed with the certificate ${certificate}.`;
  if (names === 'service' && scope !== undefined)
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
    return { id: 'NotSignedIn.Expired' };
  if (suberror === 'bad_token' || suberror === 'token_expired') return { id: 'NotSignedIn.Expired' };
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
  const codes = aadstsCodesIn(text);
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
    ...(codes.length > 0 ? { codes } : {}),
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
