import { randomUUID } from 'node:crypto';
import { formPostPage } from '../pages/message-pages.ts';
import { redirect, type Exchange, type Reply } from '../router.ts';
import { newHandle, type CloudState, type Grant } from '../state.ts';
import { describeError, type EntraError } from './errors.ts';
import { clientInfo } from './token-issue.ts';
import type { AuthorizeTarget } from './transaction.ts';

const codeLifetimeMs = 10 * 60 * 1000;

/** Redirects the browser to the app with a code. */
export function authorizeSuccess(cloud: CloudState, target: AuthorizeTarget, grant: Grant): Reply {
  const code = newHandle('1.');
  cloud.authorizationCodes.set(code, {
    grant,
    redirectUri: target.redirectUri,
    codeChallenge: target.codeChallenge,
    expiresAt: cloud.now() + codeLifetimeMs,
    redeemed: false,
  });
  return respond(target, {
    code,
    ...(target.clientInfo ? { client_info: clientInfo(cloud, grant) } : {}),
    ...(target.state === undefined ? {} : { state: target.state }),
    session_state: randomUUID(),
  });
}

/** Redirects the browser to the app with an error. */
export function authorizeError(
  cloud: CloudState,
  exchange: Exchange,
  target: AuthorizeTarget,
  error: EntraError,
): Reply {
  const { number, suberror, claims } = error.options;
  return respond(target, {
    error: error.error,
    ...(suberror === undefined ? {} : { error_subcode: suberror }),
    ...(number === undefined ? {} : { error_description: describeError(error, exchange, cloud).description }),
    ...(number === undefined ? {} : { error_uri: `${cloud.loginUrl}/error?code=${String(number)}` }),
    ...(claims === undefined ? {} : { claims }),
    ...(target.state === undefined ? {} : { state: target.state }),
  });
}

function respond(target: AuthorizeTarget, values: Record<string, string>): Reply {
  if (target.responseMode === 'form_post') return formPostPage(target.redirectUri, values);
  const url = new URL(target.redirectUri);
  if (target.responseMode === 'fragment') url.hash = new URLSearchParams(values).toString();
  else for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
  return redirect(url.href);
}
