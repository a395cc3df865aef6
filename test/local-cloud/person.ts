// A person at the sign-in pages, over HTTP: fills in the fields of each page by the ids of their inputs.
import { request as httpsRequest } from 'node:https';
import { wayTo } from './client.ts';
import type { LocalCloud } from './start.ts';

export interface Person {
  readonly username: string;
  readonly password: string;
  readonly mfaCode?: string;
  /** The page at which to cancel; `true` means the first page with a cancel button after the password. */
  readonly decline?: boolean | 'account' | 'password' | 'mfa' | 'consent' | 'confirm' | 'error';
}

/** A person's browser: its cookies are kept for later sign-ins if the same jar is passed again. */
export type CookieJar = Map<string, string>;

interface Answer {
  readonly status: number;
  readonly url: string;
  readonly location: string | undefined;
  readonly body: string;
}

const mostPages = 15;

/**
 * Opens the address of an authorization request and signs in.
 * @returns the final address of the browser: the app's redirect URI with a code or an error. With
 * `response_mode=form_post` the values are also in its query.
 * @throws Error with the page's alert if the sign-in does not succeed
 */
export async function signInAtAuthorizeUrl(
  url: string,
  person: Person,
  cloud: LocalCloud,
  jar: CookieJar = new Map(),
): Promise<string> {
  const last = await walk(cloud, jar, await send(cloud, jar, url), person);
  if (last.location !== undefined) return last.location;
  throw new Error(`The sign-in ended on a page: ${alertOf(last.body)}`);
}

/**
 * Types a device's code and signs in.
 * @returns the heading of the page that the sign-in ended on
 */
export async function approveDeviceCode(
  cloud: LocalCloud,
  userCode: string,
  person: Person,
  jar: CookieJar = new Map(),
): Promise<string> {
  const { url } = await follow(cloud, jar, await send(cloud, jar, cloud.profile.deviceLoginUrl));
  const first = await send(cloud, jar, url, new URLSearchParams({ code: userCode }));
  const last = await walk(cloud, jar, first, person);
  return headingOf(last.body);
}

/** Goes from page to page until one has no form, asks the same again, or leaves the cloud. */
async function walk(cloud: LocalCloud, jar: CookieJar, start: Answer, person: Person): Promise<Answer> {
  let answer = await follow(cloud, jar, start);
  for (let pages = 0; pages < mostPages; pages += 1) {
    const form = answer.location === undefined ? readForm(answer.body) : undefined;
    if (form === undefined) return answer;
    if (!form.action.startsWith('/')) return { ...answer, location: withQuery(form.action, form.values) };
    if (/aria-invalid="true"/.test(answer.body)) throw new Error(alertOf(answer.body));
    fillIn(form, person);
    const next = new URL(form.action, answer.url).href;
    answer = await follow(cloud, jar, await send(cloud, jar, next, form.values));
  }
  throw new Error(`The sign-in did not end within ${String(mostPages)} pages.`);
}

/** Follows redirects as long as they stay in the cloud. */
async function follow(cloud: LocalCloud, jar: CookieJar, start: Answer): Promise<Answer> {
  let answer = start;
  for (let steps = 0; answer.location !== undefined && steps < mostPages; steps += 1) {
    const { origin, hostname, href } = new URL(answer.location, answer.url);
    if (origin !== cloud.loginUrl && cloud.portOf(hostname) === undefined) break;
    answer = await send(cloud, jar, href);
  }
  return answer;
}

interface Form {
  readonly action: string;
  readonly step: string;
  readonly values: URLSearchParams;
  readonly canCancel: boolean;
  readonly html: string;
}

function readForm(body: string): Form | undefined {
  const match = /<form\b([^>]*)>([\s\S]*?)<\/form>/.exec(body);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  const html = match[2];
  const values = new URLSearchParams();
  for (const [tag] of html.matchAll(/<input\b[^>]*>/g)) {
    if (attribute(tag, 'type') === 'hidden') values.set(attribute(tag, 'name'), attribute(tag, 'value'));
  }
  const action = attribute(match[1], 'action');
  return { action, step: values.get('step') ?? '', values, canCancel: html.includes('id="cancel"'), html };
}

function attribute(tag: string, name: string): string {
  return unescape(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

/** Answers a page's fields as this person would. */
function fillIn(form: Form, person: Person): void {
  const { step, values, html } = form;
  const declines =
    person.decline === true ? !['account', 'password'].includes(step) : person.decline === step;
  if (form.canCancel && (declines || step === 'error')) {
    values.set('cancel', '1');
    return;
  }
  if (step === 'picker')
    values.set('account', html.includes(`value="${person.username}"`) ? person.username : '');
  if (html.includes('id="username"')) values.set('username', person.username);
  if (html.includes('id="password"')) values.set('password', person.password);
  if (html.includes('id="code"')) values.set('code', person.mfaCode ?? '');
}

function send(cloud: LocalCloud, jar: CookieJar, url: string, form?: URLSearchParams): Promise<Answer> {
  const body = form?.toString();
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = {
    ...(cookie === '' ? {} : { cookie }),
    ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
  };
  const method = body === undefined ? 'GET' : 'POST';
  return new Promise((resolve, reject) => {
    const outgoing = httpsRequest(
      url,
      { method, headers, ca: cloud.caPem, agent: false, ...wayTo(cloud, url, headers) },
      (response) => {
        for (const line of response.headers['set-cookie'] ?? []) keepCookie(jar, line);
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('error', reject).on('end', () => {
          resolve({ status: response.statusCode ?? 0, url, location: response.headers.location, body: text });
        });
      },
    );
    outgoing.on('error', reject).end(body);
  });
}

function keepCookie(jar: CookieJar, line: string): void {
  const [pair = ''] = line.split(';');
  const [name = '', ...value] = pair.split('=');
  if (/max-age=0/i.test(line)) jar.delete(name);
  else jar.set(name, value.join('='));
}

function withQuery(address: string, values: URLSearchParams): string {
  const url = new URL(address);
  for (const [name, value] of values) url.searchParams.set(name, value);
  return url.href;
}

function alertOf(body: string): string {
  const text = /role="alert"[^>]*>([\s\S]*?)<\//.exec(body)?.[1];
  return unescape(text ?? headingOf(body)).trim();
}

function headingOf(body: string): string {
  return unescape(/<h1>([\s\S]*?)<\/h1>/.exec(body)?.[1] ?? '').trim();
}

function unescape(text: string): string {
  const entities: Record<string, string> = {
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
    '&amp;': '&',
  };
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity);
}
