import type { App } from '../data.ts';
import { newHandle, type CloudState, type DeviceCode, type SignIn } from '../state.ts';
import type { RequestedScopes } from './scopes.ts';

/** The state of a sign-in in a browser tab. */
export interface Transaction {
  readonly id: string;
  readonly sessionId: string;
  /** The tenant segment of the request: an ID, a domain, `organizations` or `common`. */
  readonly tenant: string;
  readonly app: App;
  readonly scopes: RequestedScopes;
  readonly claims?: string;
  readonly target: AuthorizeTarget | DeviceTarget;
  /** Whether to show the session's accounts instead of using one. */
  pickAccount: boolean;
  /** The user name that was typed or hinted, not yet authenticated. */
  userName?: string;
  signIn?: SignIn;
  consentSeen: boolean;
  confirmed: boolean;
}

export interface AuthorizeTarget {
  readonly kind: 'authorize';
  readonly redirectUri: string;
  readonly responseMode: 'query' | 'fragment' | 'form_post';
  readonly state?: string;
  readonly nonce?: string;
  readonly codeChallenge: string;
  readonly clientInfo: boolean;
  /** `prompt=consent`: ask even for permissions that were consented to before. */
  readonly askConsent: boolean;
}

export interface DeviceTarget {
  readonly kind: 'device';
  readonly device: DeviceCode;
}

type Start = Omit<Transaction, 'id' | 'consentSeen' | 'confirmed'>;

export function startTransaction(cloud: CloudState, start: Start): Transaction {
  const transaction: Transaction = { ...start, id: newHandle(), consentSeen: false, confirmed: false };
  cloud.transactions.set(transaction.id, transaction);
  return transaction;
}

const sessionCookie = 'local-cloud-session';

/** The browser session of a request, and the header that starts or extends it. */
export function openSession(
  cloud: CloudState,
  cookies: ReadonlyMap<string, string>,
): { sessionId: string; headers: Record<string, string> } {
  const given = cookies.get(sessionCookie);
  const sessionId = given !== undefined && cloud.sessions.has(given) ? given : newHandle();
  if (!cloud.sessions.has(sessionId)) cloud.sessions.set(sessionId, []);
  return { sessionId, headers: { 'set-cookie': cookie(sessionId) } };
}

export function endSession(cloud: CloudState, cookies: ReadonlyMap<string, string>): Record<string, string> {
  cloud.sessions.delete(cookies.get(sessionCookie) ?? '');
  return { 'set-cookie': `${cookie('')}; Max-Age=0` };
}

/** Keeps a sign-in for later requests of the same browser; a later sign-in of the same person replaces it. */
export function rememberSignIn(cloud: CloudState, sessionId: string, signIn: SignIn): void {
  const others = (cloud.sessions.get(sessionId) ?? []).filter(({ user }) => user !== signIn.user);
  cloud.sessions.set(sessionId, [...others, { ...signIn, byDeviceCode: false }]);
}

function cookie(value: string): string {
  return `${sessionCookie}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax`;
}
