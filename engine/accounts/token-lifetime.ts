// Checks the remaining lifetime of tokens: a script that passes a token on wants to know how long it will last.
import { EngineError } from '../errors/engine-error.ts';
import type { AccessToken } from '../signin/signed-in.ts';
import { counted } from '../text/counted.ts';

export interface LifetimeRequest {
  /** Required remaining lifetime in milliseconds; 0 for any. */
  readonly minimumMs: number;
  readonly forceRefresh: boolean;
  /** Whether the account signed in with access tokens, which cannot be renewed. */
  readonly isGiven: boolean;
  readonly accountId: string;
}

/**
 * Returns a token with the required lifetime: the one from `get`, or a renewed one.
 * @throws EngineError `Authentication.TokenNotRenewable`, `Authentication.TokenTooShort`, and the errors of `get`
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

/** Returns a duration rounded for people, such as `59 minutes`. */
function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 120) return counted(seconds, 'second');
  const minutes = Math.round(seconds / 60);
  return minutes < 180 ? counted(minutes, 'minute') : counted(Math.round(minutes / 6) / 10, 'hour');
}
