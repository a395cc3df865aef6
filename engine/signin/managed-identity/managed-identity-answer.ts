// Checks what an identity endpoint answered before MSAL reads it: MSAL uses its members without a check, and the user
// would see its TypeError.
import { headerFault } from '../../http/header-value.ts';
import type { HttpResponse } from '../../http/types.ts';
import { EngineError } from '../../errors/engine-error.ts';
import { anyJson, isRecord } from '../../protocol/shapes.ts';

/**
 * Returns the answer in a form that MSAL can read.
 * @throws EngineError `Network.Response` if it is neither a token nor a refusal
 */
export function readableAnswer(response: HttpResponse, url: string): HttpResponse {
  const { host } = new URL(url);
  const unexpected = (reason: string): EngineError =>
    new EngineError('Network.Response', { facts: { host, reason }, target: host });
  // The challenge of Azure Arc's agent, which MSAL answers.
  if (response.status === 401 && response.headers['www-authenticate'] !== undefined)
    return { ...response, body: '{}' };
  const answer = anyJson(response.body);
  if (!isRecord(answer)) throw unexpected('the answer is not JSON with members');
  if (response.status >= 400) return { ...response, body: JSON.stringify(refusal(answer, response.status)) };
  if (typeof answer.access_token !== 'string' || answer.access_token === '')
    throw unexpected('there is no token in the answer');
  const fault = headerFault(answer.access_token);
  if (fault !== undefined) throw unexpected(`the token in the answer cannot be used: ${fault}`);
  if (!isTime(answer.expires_on)) throw unexpected("'expires_on' in the answer is not a time");
  return { ...response, body: JSON.stringify(withTexts(answer)) };
}

/** Seconds since 1970, as number or text, or a date (ISO 8601), as MSAL reads them. */
function isTime(value: unknown): boolean {
  if (typeof value === 'string' && value.includes('T')) return !Number.isNaN(Date.parse(value));
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  // The largest time of a Date (ECMA-262, section 21.4.1.1).
  return typeof seconds === 'number' && Math.abs(seconds) <= 8.64e12;
}

/** Returns a refusal with texts only; some endpoints answer in the format of Azure Resource Manager. */
function refusal({ error, ...others }: Readonly<Record<string, unknown>>, status: number): object {
  const texts = withTexts(
    isRecord(error) ? { error: error.code, message: error.message } : { error, ...others },
  );
  const hasReason = [texts.message, texts.error_description].some((text) => typeof text === 'string');
  const message =
    typeof texts.error === 'string' ? texts.error : `it answered with the status ${String(status)}`;
  return hasReason ? texts : { ...texts, message };
}

/** Returns the members that are texts or numbers. */
function withTexts(answer: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(answer).filter(([, value]) => ['string', 'number'].includes(typeof value));
  return Object.fromEntries(entries);
}
