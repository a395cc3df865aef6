// Faults on demand. A fault affects requests whose path contains its text, a given number of times.
import type { HostName } from './hosts.ts';

interface FaultBase {
  /** Part of the path (`/subscriptions`), or `*` for every request. */
  readonly path: string;
  /** How many requests it affects; all if omitted. */
  readonly times?: number;
  readonly host?: HostName;
  readonly method?: string;
}

/**
 * Entra ID refuses with the test's error: clients look at `error` and `suberror`; the number may be unknown to them.
 */
interface RefusalFault {
  readonly kind: 'refuse';
  readonly error: string;
  readonly suberror?: string;
  /** The AADSTS number. */
  readonly number?: number;
  readonly message?: string;
  readonly claims?: string;
  readonly status?: number;
}

export type Fault = FaultBase &
  (
    | { readonly kind: 'latency'; readonly milliseconds: number }
    /** The body comes in two halves, with this time between them. */
    | { readonly kind: 'slow-body'; readonly milliseconds: number }
    | {
        readonly kind: 'throttle';
        readonly retryAfterSeconds?: number;
        /** Retry-After has a date instead of seconds (RFC 9110, section 10.2.3). */
        readonly hasDate?: boolean;
      }
    | {
        readonly kind: 'server-error';
        readonly status?: number;
        readonly retryAfterSeconds?: number;
        /** The format of the body: the service's own if omitted, a gateway's page, or nothing. */
        readonly from?: 'service' | 'gateway' | 'nothing';
      }
    | RefusalFault
    | { readonly kind: 'reset' }
    /** The request is handled, but its connection is reset instead of an answer. */
    | { readonly kind: 'lost-answer' }
    /** Something else answers, with any body. */
    | {
        readonly kind: 'answer';
        readonly status: number;
        readonly body: string;
        readonly retryAfterSeconds?: number;
      }
    | { readonly kind: 'truncate' }
    | { readonly kind: 'wrong-json' }
    /** Nothing comes, or nothing after the headers. */
    | { readonly kind: 'hang'; readonly after?: 'headers' }
  );

export const faultKinds = [
  'latency',
  'slow-body',
  'throttle',
  'server-error',
  'refuse',
  'reset',
  'lost-answer',
  'answer',
  'truncate',
  'wrong-json',
  'hang',
] as const satisfies readonly Fault['kind'][];

interface ArmedFault {
  readonly fault: Fault;
  left: number;
}

const defaultAccessTokenLifetimeSeconds = 3600;
/** Entra ID issues managed identity tokens for a day. */
const defaultIdentityTokenLifetimeSeconds = 86_400;

export class Faults {
  accessTokenLifetimeSeconds = defaultAccessTokenLifetimeSeconds;
  /**
   * After how many seconds apps' tokens should be renewed (`refresh_in`), which Entra ID returns for long-lived ones.
   */
  accessTokenRenewAfterSeconds: number | undefined;
  /** The lifetime of managed identities' tokens. */
  identityTokenLifetimeSeconds = defaultIdentityTokenLifetimeSeconds;
  /** Seconds that are added to the cloud's clock. */
  clockSkewSeconds = 0;
  /**
   * ARM rejects tokens without these claims (JSON, as in a claims parameter) with 401 and `insufficient_claims`:
   * `acrs` values and a lowest `nbf` are supported.
   */
  claimsChallenge: string | undefined;
  /** Refresh tokens issued before this moment (ms) are rejected as revoked (AADSTS50173). */
  refreshTokensRevokedBefore = 0;
  /** Refresh tokens issued before this moment (ms) are rejected as expired (AADSTS700082). */
  refreshTokensExpiredBefore = 0;
  /** This many polls for a device code are answered with `slow_down`, however long the client waited. */
  pollsToSlowDown = 0;
  #armed: ArmedFault[] = [];

  /** Adds a fault; the returned function removes it. */
  add(fault: Fault): () => void {
    const armed = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
    this.#armed.push(armed);
    return () => {
      this.#armed = this.#armed.filter((other) => other !== armed);
    };
  }

  /** Revokes every refresh token issued until now, as after a password change. */
  revokeRefreshTokens(): void {
    this.refreshTokensRevokedBefore = Date.now() + 1;
  }

  /** Makes every refresh token issued until now expire, as if unused for too long. */
  expireRefreshTokens(): void {
    this.refreshTokensExpiredBefore = Date.now() + 1;
  }

  /** Removes all faults. */
  clear(): void {
    this.#armed = [];
    this.accessTokenLifetimeSeconds = defaultAccessTokenLifetimeSeconds;
    this.accessTokenRenewAfterSeconds = undefined;
    this.identityTokenLifetimeSeconds = defaultIdentityTokenLifetimeSeconds;
    this.clockSkewSeconds = 0;
    this.claimsChallenge = undefined;
    this.refreshTokensRevokedBefore = 0;
    this.refreshTokensExpiredBefore = 0;
    this.pollsToSlowDown = 0;
  }

  list(): readonly Fault[] {
    return this.#armed.map(({ fault }) => fault);
  }

  /** The faults that affect this request; each is counted. Latency can be combined with one other fault. */
  strike(request: { host: HostName; method: string; path: string }): Fault[] {
    const fitting = this.#armed.filter(({ fault }) => fits(fault, request));
    const delays = fitting.filter(({ fault }) => fault.kind === 'latency');
    const failure = fitting.find(({ fault }) => fault.kind !== 'latency');
    const struck = failure === undefined ? delays : [...delays, failure];
    for (const armed of struck) armed.left -= 1;
    this.#armed = this.#armed.filter(({ left }) => left > 0);
    return struck.map(({ fault }) => fault);
  }
}

function fits(fault: Fault, request: { host: string; method: string; path: string }): boolean {
  if (fault.host !== undefined && fault.host !== request.host) return false;
  if (fault.method !== undefined && fault.method !== request.method) return false;
  return fault.path === '*' || request.path.toLowerCase().includes(fault.path.toLowerCase());
}
