// The state of a running local cloud.
import { randomBytes } from 'node:crypto';
import type { CloudProfile } from './clouds.ts';
import type { LongOperation } from './arm/operations.ts';
import type { Resource } from './arm/resources.ts';
import type { App, CloudData, User } from './data.ts';
import type { RequestedScopes } from './entra/scopes.ts';
import type { SigningKey } from './entra/signing.ts';
import type { Transaction } from './entra/transaction.ts';
import type { Faults } from './faults.ts';
import type { Reply } from './router.ts';

/** How a person authenticated, and when (ms). `deviceCode` is kept in every token that comes from it. */
export interface SignIn {
  readonly user: User;
  readonly methods: readonly ('pwd' | 'mfa')[];
  readonly at: number;
  readonly byDeviceCode: boolean;
}

/** The right to tokens for one app in one tenant, which a code or a refresh token represents. */
export interface Grant {
  readonly signIn: SignIn;
  readonly app: App;
  readonly tenantId: string;
  readonly scopes: RequestedScopes;
  readonly nonce?: string;
  /** The `claims` parameter of the request. */
  readonly claims?: string;
}

export interface AuthorizationCode {
  readonly grant: Grant;
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly expiresAt: number;
  redeemed: boolean;
}

export interface RefreshToken {
  readonly grant: Grant;
  readonly issuedAt: number;
}

export interface DeviceCode {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly app: App;
  /** The tenant segment of the request: an ID, a domain, `organizations` or `common`. */
  readonly tenant: string;
  readonly scopes: RequestedScopes;
  readonly claims?: string;
  readonly expiresAt: number;
  intervalSeconds: number;
  lastPollAt: number;
  outcome:
    | { kind: 'pending' }
    | { kind: 'declined' }
    | { kind: 'redeemed' }
    | { kind: 'approved'; grant: Grant }
    | { kind: 'refused'; error: Error };
}

export interface CloudState {
  /** The names and identifiers of the cloud. */
  readonly profile: CloudProfile;
  readonly loginUrl: string;
  readonly armUrl: string;
  readonly caPem: string;
  readonly data: CloudData;
  readonly faults: Faults;
  readonly signingKey: SigningKey;
  readonly pollingIntervalSeconds: number;
  readonly pageSize: number;
  readonly authorizationCodes: Map<string, AuthorizationCode>;
  readonly refreshTokens: Map<string, RefreshToken>;
  readonly deviceCodes: Map<string, DeviceCode>;
  readonly transactions: Map<string, Transaction>;
  /** Browser sessions: cookie value → the people signed in there. */
  readonly sessions: Map<string, SignIn[]>;
  /** `tenant|app|user|resource`, in lower case. */
  readonly consents: Set<string>;
  /** Resources by their IDs, in lower case. */
  readonly resources: Map<string, Resource>;
  readonly operations: Map<string, LongOperation>;
  /**
   * Responses that a test defines, by host, method and path: `arm GET /planted`. They take precedence over all
   * others.
   */
  readonly planted: Map<string, PlantedReply>;
  /** The cloud's clock, in ms. */
  now(): number;
}

/** Like a `Reply`, but the body may be bytes. */
export type PlantedReply = Omit<Partial<Reply>, 'body'> & { readonly body?: string | Buffer };

/** An unguessable handle. */
export function newHandle(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url');
}
