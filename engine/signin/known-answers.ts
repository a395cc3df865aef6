// Remembers which token MSAL finds in its cache. Finding one takes MSAL as long as everything else that a command does
// in the engine: it makes a client, and copies the cache into it. While the stored tokens are the same, so is its answer,
// until the token must be renewed.
import type { AuthenticationResult } from '@azure/msal-node';
import type { SignInContext } from './sign-in-context.ts';

/** In milliseconds. MSAL renews a token that is valid for less than this time (`tokenRenewalOffsetSeconds`). */
const renewalMs = 300_000;

interface KnownAnswer {
  readonly result: AuthenticationResult;
  readonly askedAt: number;
}

/** The answers by stored tokens, then by question. */
const answers = new WeakMap<object, Map<string, KnownAnswer>>();

/**
 * Returns what MSAL answers. `ask` asks MSAL; it is not called if the answer is known. `question` is what the answer
 * depends on besides the stored tokens; undefined if MSAL must be asked. With -Debug MSAL is always asked, because its
 * log is shown.
 * @throws the errors of `ask`; EngineError `Storage.Read`
 */
export async function answerOf<Answer extends AuthenticationResult | null>(
  question: readonly unknown[] | undefined,
  { cache, interaction }: SignInContext,
  ask: () => Promise<Answer>,
): Promise<Answer | AuthenticationResult> {
  if (question === undefined || interaction.showsDebug || cache.stored === undefined) return ask();
  const stored = await cache.stored.read();
  const key = JSON.stringify(question);
  const known = answers.get(stored)?.get(key);
  if (known !== undefined && isValid(known)) return known.result;
  const askedAt = Date.now();
  const result = await ask();
  if (result?.fromCache === true && cache.stored.given() === stored) {
    const others = answers.get(stored) ?? new Map<string, KnownAnswer>();
    answers.set(stored, others.set(key, { result, askedAt }));
  }
  return result;
}

/** MSAL also renews a token when the clock was turned back, or at a time that the authority asked for. */
function isValid({ result: { expiresOn, refreshOn }, askedAt }: KnownAnswer): boolean {
  const now = Date.now();
  if (expiresOn === null || now < askedAt) return false;
  return now < expiresOn.getTime() - renewalMs && (refreshOn === undefined || now < refreshOn.getTime());
}
