// Entra ID's errors: the numbers, OAuth codes, suberrors and texts that clients get. Numbers and texts are from
// https://learn.microsoft.com/entra/identity-platform/reference-error-codes and from recorded responses.
import { randomUUID } from 'node:crypto';
import { json, type Exchange, type Reply } from '../router.ts';
import type { CloudState } from '../state.ts';

export interface EntraErrorOptions {
  /** The AADSTS number; a few responses of the device code flow have none. */
  readonly number?: number;
  readonly status?: number;
  readonly suberror?: string;
  /** Claims that the next request must include, as JSON. */
  readonly claims?: string;
  /** For AD FS, whose responses have only error and description. */
  readonly isAdfs?: boolean;
}

export class EntraError extends Error {
  readonly error: string;
  readonly options: EntraErrorOptions;

  constructor(error: string, message: string, options: EntraErrorOptions = {}) {
    super(message);
    this.error = error;
    this.options = options;
  }
}

/** `AADSTS50126: …`, followed by the IDs that end every description. */
export interface ErrorFacts {
  readonly description: string;
  readonly traceId: string;
  readonly correlationId: string;
  readonly timestamp: string;
}

export function describeError(error: EntraError, exchange: Exchange, cloud: CloudState): ErrorFacts {
  const traceId = randomUUID();
  const correlationId = correlationIdOf(exchange);
  const timestamp = `${new Date(cloud.now()).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const prefix = error.options.number === undefined ? '' : `AADSTS${String(error.options.number)}: `;
  const trailer = ` Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`;
  return { description: prefix + error.message + trailer, traceId, correlationId, timestamp };
}

/** The error in the format of Entra ID's endpoints. */
export function errorReply(error: EntraError, exchange: Exchange, cloud: CloudState): Reply {
  const { number, status, suberror, claims, isAdfs } = error.options;
  if (isAdfs === true) return json(400, { error: error.error, error_description: error.message });
  const facts = describeError(error, exchange, cloud);
  const body = {
    error: error.error,
    error_description: facts.description,
    error_codes: number === undefined ? [] : [number],
    timestamp: facts.timestamp,
    trace_id: facts.traceId,
    correlation_id: facts.correlationId,
    ...(number === undefined ? {} : { error_uri: `${cloud.loginUrl}/error?code=${String(number)}` }),
    ...(suberror === undefined ? {} : { suberror }),
    ...(claims === undefined ? {} : { claims }),
  };
  return json(status ?? 400, body, { 'x-ms-request-id': facts.traceId });
}

function correlationIdOf(exchange: Exchange): string {
  const header = exchange.headers['client-request-id'];
  const given = (typeof header === 'string' ? header : undefined) ?? exchange.query.get('client-request-id');
  return given ?? exchange.form.get('client-request-id') ?? randomUUID();
}

/** The claims that make a client meet the tenant's policy at the next sign-in. */
export const policyClaims = JSON.stringify({
  access_token: { capolids: { essential: true, values: ['ca000000-0000-4000-8000-000000000001'] } },
});

export const tenantNotFound = (tenant: string): EntraError =>
  new EntraError(
    'invalid_tenant',
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the ` +
      'correct cloud. Check with your subscription administrator, this may happen if there are no active ' +
      'subscriptions for the tenant.',
    { number: 90002 },
  );

export const invalidInstance = (): EntraError =>
  new EntraError('invalid_instance', 'Unknown or invalid instance.', { number: 50049 });

export const tenantMalformed = (tenant: string): EntraError =>
  new EntraError(
    'invalid_request',
    `Specified tenant identifier '${tenant}' is neither a valid DNS name, nor a valid external domain.`,
    { number: 900023 },
  );

export const tenantMissing = (): EntraError =>
  new EntraError(
    'invalid_request',
    'No tenant-identifying information found in either the request or implied by any provided credentials.',
    { number: 50059 },
  );

export const parameterMissing = (name: string): EntraError =>
  new EntraError('invalid_request', `The request body must contain the following parameter: '${name}'.`, {
    number: 900144,
  });

export const appNotFound = (clientId: string, directory: string): EntraError =>
  new EntraError(
    'unauthorized_client',
    `Application with identifier '${clientId}' was not found in the directory '${directory}'. This can happen if ` +
      'the application has not been installed by the administrator of the tenant or consented to by any user in ' +
      'the tenant. You may have sent your authentication request to the wrong tenant.',
    { number: 700016 },
  );

export const badClientSecret = (clientId: string): EntraError =>
  new EntraError(
    'invalid_client',
    'Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not ' +
      `the client secret ID, for a secret added to app '${clientId}'.`,
    { number: 7000215, status: 401 },
  );

export const expiredClientSecret = (clientId: string): EntraError =>
  new EntraError(
    'invalid_client',
    `The provided client secret keys for app '${clientId}' are expired. Visit the Azure portal to create new keys ` +
      'for your app.',
    { number: 7000222, status: 401 },
  );

export const clientCredentialMissing = (): EntraError =>
  new EntraError(
    'invalid_client',
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    { number: 7000218, status: 401 },
  );

export const badAssertion = (reason: string): EntraError =>
  new EntraError(
    'invalid_client',
    `Client assertion contains an invalid signature or failed validation. [Reason - ${reason}]`,
    { number: 700027, status: 401 },
  );

export const assertionOutOfTime = (nowMs: number, notBefore = 0, expiry = 0): EntraError => {
  const time = (ms: number): string => new Date(ms).toISOString().replace('Z', '0000Z');
  return new EntraError(
    'invalid_client',
    `Client assertion is not within its valid time range. Current time: ${time(nowMs)}, assertion valid from ` +
      `${time(notBefore * 1000)}, expiry time of assertion ${time(expiry * 1000)}. Review the documentation at ` +
      'https://learn.microsoft.com/entra/identity-platform/certificate-credentials .',
    { number: 700024, status: 401 },
  );
};

/** The part of an assertion that matches no federated credential; each part has its own number. */
const unmatched = { issuer: 700211, audience: 700212, subject: 700213 } as const;

const federationAdvice =
  'Check your federated identity credential Subject, Audience and Issuer against the presented assertion. ' +
  'https://learn.microsoft.com/entra/workload-id/workload-identity-federation';

export const noFederatedMatch = (part: keyof typeof unmatched, value: string): EntraError =>
  new EntraError(
    'invalid_client',
    `No matching federated identity record found for presented assertion ${part} '${value}'. ${federationAdvice}`,
    { number: unmatched[part], status: 401 },
  );

export const federatedSubjectCase = (subject: string): EntraError =>
  new EntraError(
    'invalid_client',
    `No matching federated identity record found for presented assertion subject '${subject}'. The subject matches ` +
      `with case-insensitive comparison, but not with case-sensitive comparison. ${federationAdvice}`,
    { number: 7002138, status: 401 },
  );

export const noFederatedCredential = (clientId: string): EntraError =>
  new EntraError(
    'invalid_client',
    `The client '${clientId}' has no configured federated identity credentials.`,
    { number: 70025, status: 401 },
  );

export const wrongAccountType = (): EntraError =>
  new EntraError(
    'invalid_request',
    "The account type can't be used for the resource you're trying to access.",
    {
      number: 500207,
    },
  );

export const resourceNotFound = (resource: string, tenantName: string): EntraError =>
  new EntraError(
    'invalid_resource',
    `The resource principal named ${resource} was not found in the tenant named ${tenantName}. This can happen if ` +
      'the application has not been installed by the administrator of the tenant or consented to by any user in ' +
      'the tenant. You might have sent your authentication request to the wrong tenant.',
    { number: 500011 },
  );

export const scopeInvalid = (scope: string, reason = `The scope ${scope} is not valid.`): EntraError =>
  new EntraError(
    'invalid_scope',
    "The provided request must include a 'scope' input parameter. The provided value for the input parameter " +
      `'scope' is not valid. ${reason}`,
    { number: 70011 },
  );

export const severalResources = (scope: string): EntraError =>
  new EntraError(
    'invalid_scope',
    'Provided value for the input parameter scope is not valid because it contains more than one resource. ' +
      `Scope ${scope} is not valid.`,
    { number: 28000 },
  );

export const defaultScopeMissing = (scope: string): EntraError =>
  new EntraError(
    'invalid_scope',
    `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with ` +
      '/.default suffixed to the resource identifier (application ID URI).',
    { number: 1002012 },
  );

export const permissionUnknown = (app: string, permission: string, resource: string): EntraError =>
  new EntraError(
    'invalid_client',
    `The application '${app}' asked for scope '${permission}' that doesn't exist on the resource '${resource}'. ` +
      'Contact the app vendor.',
    { number: 650053 },
  );

export const userNotFound = (userName: string, tenant: string): EntraError =>
  new EntraError(
    'invalid_grant',
    `The user account ${userName} does not exist in the ${tenant} directory. To sign into this application, the ` +
      'account must be added to the directory.',
    { number: 50034 },
  );

export const wrongPassword = (): EntraError =>
  new EntraError('invalid_grant', 'Error validating credentials due to invalid username or password.', {
    number: 50126,
  });

export const accountDisabled = (): EntraError =>
  new EntraError('invalid_grant', 'The user account is disabled.', { number: 50057 });

export const notInTenant = (userName: string, homeTenant: string, tenant: string): EntraError =>
  new EntraError(
    'invalid_grant',
    `User account '${userName}' from identity provider '${homeTenant}' does not exist in tenant '${tenant}' and ` +
      'cannot access the application in that tenant. The account needs to be added as an external user in the ' +
      'tenant first. Sign out and sign in again with a different user account.',
    { number: 50020 },
  );

export const mfaRequired = (resource: string, error = 'interaction_required'): EntraError =>
  new EntraError(
    error,
    'Due to a configuration change made by your administrator, or because you moved to a new location, you must ' +
      `use multi-factor authentication to access '${resource}'.`,
    { number: 50076, suberror: 'basic_action', claims: policyClaims },
  );

export const mfaEnrollmentRequired = (resource: string, error = 'interaction_required'): EntraError =>
  new EntraError(
    error,
    'Due to a configuration change made by your administrator, or because you moved to a new location, you must ' +
      `enroll in multi-factor authentication to access '${resource}'.`,
    { number: 50079, suberror: 'basic_action', claims: policyClaims },
  );

export const blockedByPolicy = (): EntraError =>
  new EntraError(
    'invalid_grant',
    'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
    { number: 53003, suberror: 'message_only', claims: policyClaims },
  );

export const consentRequired = (clientId: string, name: string, error = 'invalid_grant'): EntraError =>
  new EntraError(
    error,
    `The user or administrator has not consented to use the application with ID '${clientId}' named '${name}'. ` +
      'Send an interactive authorization request for this user and resource.',
    { number: 65001, suberror: 'consent_required' },
  );

export const loginRequired = (): EntraError =>
  new EntraError(
    'login_required',
    'Session information is not sufficient for single-sign-on; the request asked for prompt=none.',
    { number: 50058 },
  );

export const cancelled = (): EntraError =>
  new EntraError('access_denied', 'The user cancelled the sign-in.', { suberror: 'cancel' });

export const consentDeclined = (name: string): EntraError =>
  new EntraError('access_denied', `User declined to consent to access the app '${name}'.`, {
    number: 65004,
    suberror: 'cancel',
  });

export const redirectNotRegistered = (redirectUri: string, clientId: string): EntraError =>
  new EntraError(
    'invalid_request',
    `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for ` +
      `the application '${clientId}'.`,
    { number: 50011 },
  );

export const invalidRequest = (message: string, number = 9002313): EntraError =>
  new EntraError('invalid_request', message, { number });

export const badGrant = (message: string, number: number): EntraError =>
  new EntraError('invalid_grant', message, { number });
