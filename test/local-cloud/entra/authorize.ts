import { isAdfs, isRegisteredAtAdfs, redirectUnknown } from '../adfs/authority.ts';
import { findUser } from '../data.ts';
import { withHeaders, type Exchange, type Handler, type Reply } from '../router.ts';
import type { CloudState, SignIn } from '../state.ts';
import { authorizeError } from './authorize-response.ts';
import {
  EntraError,
  consentRequired,
  invalidRequest,
  loginRequired,
  mfaRequired,
  redirectNotRegistered,
} from './errors.ts';
import { checkAccess, hasConsent, needsMfa } from './policy.ts';
import { parseScopes } from './scopes.ts';
import { showNextPage } from './sign-in.ts';
import { requireApp, resolveTenant, tenantForUser } from './tenants.ts';
import { openSession, startTransaction, type AuthorizeTarget, type Transaction } from './transaction.ts';

/** The authorization endpoint: authorization code with PKCE for public clients on loopback redirects. */
export const authorize: Handler = (exchange, cloud) => {
  const parameters = exchange.method === 'POST' ? exchange.form : exchange.query;
  const tenant = exchange.params['tenant'] ?? '';
  resolveTenant(cloud, tenant);
  const app = requireApp(cloud, parameters.get('client_id'), tenant);
  const redirectUri = parameters.get('redirect_uri') ?? '';
  // No error may be sent to the redirect address before it is known to be the app's own.
  if (isAdfs(tenant) && !isRegisteredAtAdfs(redirectUri)) throw redirectUnknown(redirectUri, app.clientId);
  if (!isRegistered(redirectUri)) throw redirectNotRegistered(redirectUri, app.clientId);
  const target = readTarget(parameters, redirectUri);
  try {
    checkParameters(parameters);
    const { sessionId, headers } = openSession(cloud, exchange.cookies);
    const claims = parameters.get('claims');
    const transaction = startTransaction(cloud, {
      ...{ sessionId, tenant, app, target, pickAccount: false },
      scopes: parseScopes(parameters.get('scope') ?? 'openid', cloud, app),
      ...(claims === null ? {} : { claims }),
    });
    return withHeaders(begin(cloud, transaction, exchange, parameters), headers);
  } catch (error) {
    if (error instanceof EntraError) return authorizeError(cloud, exchange, target, error);
    throw error;
  }
};

/** Uses the session's account, asks to choose one, or starts a new sign-in, depending on `prompt` and `login_hint`. */
function begin(
  cloud: CloudState,
  transaction: Transaction,
  exchange: Exchange,
  parameters: URLSearchParams,
): Reply {
  const prompt = parameters.get('prompt') ?? '';
  const hint = parameters.get('login_hint') ?? '';
  const known = prompt === 'login' ? [] : (cloud.sessions.get(transaction.sessionId) ?? []);
  const hinted = known.filter(({ user }) => hint === '' || user.userName === hint.toLowerCase());
  const [only, ...others] = hinted;
  if (prompt === 'none') transaction.signIn = silently(cloud, transaction, only);
  else if (prompt === 'select_account' && known.length > 0) transaction.pickAccount = true;
  else if (only !== undefined && others.length === 0) transaction.signIn = only;
  else if (others.length > 0) transaction.pickAccount = true;
  else if (hint !== '' && findUser(cloud.data, hint) !== undefined) transaction.userName = hint;
  return showNextPage(cloud, transaction, exchange);
}

function silently(cloud: CloudState, transaction: Transaction, signIn: SignIn | undefined): SignIn {
  if (signIn === undefined) throw loginRequired();
  const { app, scopes } = transaction;
  const tenant = tenantForUser(cloud, transaction.tenant, signIn.user);
  checkAccess(cloud, tenant, signIn, scopes);
  if (needsMfa(tenant, signIn, transaction.claims)) throw mfaRequired(scopes.audience);
  if (!hasConsent(cloud, tenant, { app, signIn, scopes })) {
    throw consentRequired(app.clientId, app.displayName, 'consent_required');
  }
  return signIn;
}

function readTarget(parameters: URLSearchParams, redirectUri: string): AuthorizeTarget {
  const state = parameters.get('state');
  const nonce = parameters.get('nonce');
  const mode = parameters.get('response_mode');
  return {
    kind: 'authorize',
    redirectUri,
    responseMode: mode === 'fragment' || mode === 'form_post' ? mode : 'query',
    codeChallenge: parameters.get('code_challenge') ?? '',
    clientInfo: parameters.get('client_info') === '1',
    askConsent: parameters.get('prompt') === 'consent',
    ...(state === null ? {} : { state }),
    ...(nonce === null ? {} : { nonce }),
  };
}

function checkParameters(parameters: URLSearchParams): void {
  if (parameters.get('response_type') !== 'code') {
    throw new EntraError('unsupported_response_type', "The response type must be 'code'.", {
      number: 700054,
    });
  }
  const method = parameters.get('code_challenge_method');
  if (method !== 'S256' || !/^[\w-]{43}$/.test(parameters.get('code_challenge') ?? '')) {
    throw invalidRequest('Proof Key for Code Exchange with S256 is required to redeem the code.', 9002325);
  }
}

/**
 * Azure's own public clients are registered with `http://localhost`: any port, but no path, and no other loopback
 * name (https://learn.microsoft.com/entra/identity-platform/reply-url#localhost-exceptions).
 */
function isRegistered(redirectUri: string): boolean {
  return /^http:\/\/localhost(:\d+)?\/?$/.test(redirectUri);
}
