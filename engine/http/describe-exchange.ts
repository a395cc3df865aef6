// Formats requests and responses for -Debug. Only headers and form fields that are known to be harmless are shown,
// because any other may be a secret.
import { counted } from '../text/counted.ts';
import { redact } from '../text/redact.ts';
import { secretHeader, secretMember } from '../text/secrets.ts';
import type { HttpRequest, HttpResponse } from './types.ts';
import { sameText } from '../text/same-text.ts';

const longestBody = 4000;
const shownHeaders =
  /^(?:accept|allow|azure-asyncoperation|client-request-id|content-length|content-type|date|location|metadata|request-id|retry-after|return-client-request-id|server|strict-transport-security|user-agent|www-authenticate|x-client-.*|x-ms-.*)$/;
/** From RFC 6749 and 8628, OpenID Connect, and Entra ID's additions. */
const shownFormFields = new Set([
  ...['api-version', 'claims', 'client_assertion_type', 'client_id', 'client_info', 'grant_type'],
  ...['login_hint', 'prompt', 'redirect_uri', 'requested_token_use', 'resource', 'response_mode'],
  ...['response_type', 'return_client_request_id', 'scope', 'username'],
  ...['x-client-current-telemetry', 'x-client-last-telemetry', 'x-ms-lib-capability'],
  ...['x-client-CPU', 'x-client-OS', 'x-client-SKU', 'x-client-VER', 'client-request-id'],
]);

/** Returns the request as lines, without secrets. */
export function describeRequest({ method, url, headers = {}, body, isPrivate }: HttpRequest): string {
  const shown = isPrivate === true ? describeLength(body) : describeBody(headers, body);
  return [redact(`${method} ${url}`), ...describeHeaders(headers), ...shown].join('\n');
}

/** Returns the response as lines, without secrets, with its duration in milliseconds. */
export function describeResponse(request: HttpRequest, response: HttpResponse, milliseconds: number): string {
  const { status, headers, body } = response;
  const first = `${redact(`${request.method} ${request.url}`)} -> ${String(status)} in ${String(milliseconds)} ms`;
  return [first, ...describeHeaders(headers), ...describeAnswer(request, response, body)].join('\n');
}

function describeHeaders(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (shownHeaders.test(name.toLowerCase())) return [`  ${name}: ${redact(value)}`];
    // Show that the header was sent, but not its value.
    return secretHeader.test(name) ? [`  ${name}: ***`] : [];
  });
}

/** The answer to an action such as listKeys may hold secrets under any name. */
function describeAnswer(
  { method, url, isPrivate }: HttpRequest,
  { status, headers }: HttpResponse,
  body: string,
): string[] {
  const isAction = method === 'POST' && !/\/(?:token|devicecode)$/i.test(new URL(url).pathname);
  if ((isAction || isPrivate === true) && status < 400) return describeLength(body);
  return describeBody(headers, body);
}

function describeLength(body = ''): string[] {
  return body === '' ? [] : [`  (${counted(body.length, 'character')})`];
}

function describeBody(headers: Readonly<Record<string, string>>, body = ''): string[] {
  if (body === '') return [];
  const type = Object.entries(headers).find(([name]) => sameText(name, 'content-type'))?.[1] ?? '';
  const text = /x-www-form-urlencoded/i.test(type) ? describeForm(body) : describeJson(body);
  if (text === undefined) return [`  (${counted(body.length, 'character')} of ${type || 'an unknown type'})`];
  return [
    `  ${text.length > longestBody ? `${text.slice(0, longestBody)} … (${counted(body.length, 'character')})` : text}`,
  ];
}

function describeForm(body: string): string {
  return [...new URLSearchParams(body)]
    .map(([name, value]) => `${name}=${shownFormFields.has(name) ? redact(value) : '***'}`)
    .join('&');
}

function describeJson(body: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(body), (name, value: unknown) => {
      if (typeof value !== 'string') return value;
      return secretMember.test(name) ? '***' : redact(value);
    });
  } catch {
    return undefined;
  }
}
