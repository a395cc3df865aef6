// What goes wrong, on demand. A fault strikes requests whose path contains its text, a given number of times.
import type { HostName } from './hosts.ts';

interface FaultBase {
  /** Part of the path (`/subscriptions`), or `*` for every request. */
  readonly path: string;
  /** How often it strikes; always where not given. */
  readonly times?: number;
  readonly host?: HostName;
  readonly method?: string;
}

/** Entra ID refuses, as the test says: `error` and `suberror` are what clients go by; a number may be unknown to them. */
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
    | { readonly kind: 'throttle'; readonly retryAfterSeconds?: number }
    | {
        readonly kind: 'server-error';
        readonly status?: number;
        readonly retryAfterSeconds?: number;
        /** Whose words the body has: the service's own where not given, a gateway's page, or none at all. */
        readonly from?: 'service' | 'gateway' | 'nothing';
      }
    | RefusalFault
    | { readonly kind: 'reset' }
    /** The request is acted on, and its connection is reset in place of the answer. */
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
    | { readonly kind: 'hang' }
  );

export const faultKinds = [
  'latency',
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
/** Entra gives managed identities tokens for a day. */
const defaultIdentityTokenLifetimeSeconds = 86_400;

export class Faults {
  accessTokenLifetimeSeconds = defaultAccessTokenLifetimeSeconds;
  /** After how long tokens of apps are to be renewed (`refresh_in`), which Entra says of long-lived ones. */
  accessTokenRenewAfterSeconds: number | undefined;
  /** Of managed identities. */
  identityTokenLifetimeSeconds = defaultIdentityTokenLifetimeSeconds;
  /** Added to the cloud's clock. */
  clockSkewSeconds = 0;
  /**
   * ARM refuses tokens that don't fulfil these claims (JSON, as in a claims parameter) with 401 and
   * `insufficient_claims`: `acrs` values and a lowest `nbf` are understood.
   */
  claimsChallenge: string | undefined;
  /** Refresh tokens issued before this moment (ms) are refused as revoked (AADSTS50173). */
  refreshTokensRevokedBefore = 0;
  /** Refresh tokens issued before this moment (ms) are refused as expired (AADSTS700082). */
  refreshTokensExpiredBefore = 0;
  /** So many polls for a device code are answered with `slow_down`, however long the client waited. */
  pollsToSlowDown = 0;
  #armed: ArmedFault[] = [];

  /** Arms a fault; the function given back disarms it. */
  add(fault: Fault): () => void {
    const armed = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
    this.#armed.push(armed);
    return () => {
      this.#armed = this.#armed.filter((other) => other !== armed);
    };
  }

  /** Every refresh token issued until now stops working, as after a password change. */
  revokeRefreshTokens(): void {
    this.refreshTokensRevokedBefore = Date.now() + 1;
  }

  /** Every refresh token issued until now has been unused for too long. */
  expireRefreshTokens(): void {
    this.refreshTokensExpiredBefore = Date.now() + 1;
  }

  /** Back to a cloud in which nothing goes wrong. */
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

  /** The faults that strike this request; each is counted. Latency may go with one other. */
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
