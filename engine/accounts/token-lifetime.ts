// Tokens that last: a script that hands a token on wants to know for how long it will serve.
import { EngineError } from '../errors/engine-error.ts';
import type { AccessToken } from '../signin/signed-in.ts';
import { counted } from '../text/counted.ts';

export interface LifetimeRequest {
  /** 0 for whatever is left. */
  readonly minimumMs: number;
  readonly forceRefresh: boolean;
  /** The account brought its tokens along: there is nothing to renew them with. */
  readonly isGiven: boolean;
  readonly accountId: string;
}

/**
 * A token with so much time left: what `get` has, or a fresh one.
 * @throws EngineError `Authentication.TokenNotRenewable`, `Authentication.TokenTooShort`, and what `get` throws
 */
export async function lastingToken(
  get: (forceRefresh: boolean) => Promise<AccessToken>,
  { minimumMs, forceRefresh, isGiven, accountId }: LifetimeRequest,
): Promise<AccessToken> {
  if (forceRefresh && isGiven) {
    throw new EngineError('Authentication.TokenNotRenewable', {
      facts: { account: accountId },
      target: accountId,
    });
  }
  const lastsLongEnough = ({ expiresOn }: AccessToken): boolean =>
    expiresOn.getTime() - Date.now() >= minimumMs;
  let token = await get(forceRefresh);
  if (minimumMs === 0 || lastsLongEnough(token)) return token;
  if (!forceRefresh && !isGiven) token = await get(true);
  if (lastsLongEnough(token)) return token;
  throw new EngineError('Authentication.TokenTooShort', {
    facts: {
      left: formatDuration(token.expiresOn.getTime() - Date.now()),
      minimum: formatDuration(minimumMs),
      what: isGiven ? 'The access token that was given' : 'A fresh token of this service',
    },
    target: accountId,
  });
}

/** Rounded to what a person reads: `59 minutes`. */
function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 120) return counted(seconds, 'second');
  const minutes = Math.round(seconds / 60);
  return minutes < 180 ? counted(minutes, 'minute') : counted(Math.round(minutes / 6) / 10, 'hour');
}
