// An issuer of OpenID Connect tokens for workloads, with the discovery document that Entra ID looks up.
import { randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { createSigningKey, signToken, type SigningKey } from '../entra/signing.ts';
import { json, type Route } from '../router.ts';
import type { CloudState } from '../state.ts';

export interface IssuerSettings {
  /** The `iss` claim: a URL on the issuer's own origin. */
  readonly url: string;
  /** The address of the keys, on the same origin. */
  readonly keysPath: string;
  readonly lifetimeSeconds: number;
}

/** Creates an issuer with its own key. */
export async function createIssuer(cloud: CloudState, settings: IssuerSettings): Promise<Issuer> {
  return new Issuer(cloud, settings, await createSigningKey());
}

export class Issuer {
  readonly url: string;
  /** The lifetime of later assertions. */
  lifetimeSeconds: number;
  readonly #cloud: CloudState;
  readonly #keysPath: string;
  readonly #key: SigningKey;

  constructor(cloud: CloudState, settings: IssuerSettings, key: SigningKey) {
    this.url = settings.url;
    this.lifetimeSeconds = settings.lifetimeSeconds;
    this.#cloud = cloud;
    this.#keysPath = settings.keysPath;
    this.#key = key;
  }

  /** Returns a new assertion, by the cloud's clock. */
  sign(claims: JWTPayload): Promise<string> {
    const now = Math.floor(this.#cloud.now() / 1000);
    const times = { nbf: now, iat: now, exp: now + this.lifetimeSeconds };
    return signToken(this.#key, { jti: randomUUID(), iss: this.url, ...times, ...claims });
  }

  /** The discovery document and the keys. */
  get routes(): Route[] {
    const { origin, pathname } = new URL(this.url);
    const document = {
      issuer: this.url,
      jwks_uri: origin + this.#keysPath,
      subject_types_supported: ['public'],
      response_types_supported: ['id_token'],
      claims_supported: ['sub', 'aud', 'exp', 'iat', 'iss', 'jti', 'nbf'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid'],
    };
    return [
      {
        method: 'GET',
        pattern: `${pathname.replace(/\/$/, '')}/.well-known/openid-configuration`,
        handler: () => json(200, document),
      },
      { method: 'GET', pattern: this.#keysPath, handler: () => json(200, { keys: [this.#key.jwk] }) },
    ];
  }
}
