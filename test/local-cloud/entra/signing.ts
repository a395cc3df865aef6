import { createHash } from 'node:crypto';
import {
  exportJWK,
  generateKeyPair,
  jwtVerify,
  SignJWT,
  type CryptoKey,
  type JWK,
  type JWTPayload,
} from 'jose';

export interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** As published by the keys endpoints. */
  readonly jwk: JWK & { readonly kid: string };
}

export async function createSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const { n = '', e = '' } = await exportJWK(publicKey);
  const kid = createHash('sha1').update(n).digest('base64url');
  return { privateKey, publicKey, jwk: { kty: 'RSA', use: 'sig', kid, x5t: kid, n, e, alg: 'RS256' } };
}

let own: Promise<SigningKey> | undefined;

/**
 * The key with which every cloud of this process signs, because creating one is most of the work of starting a cloud.
 */
export function ownSigningKey(): Promise<SigningKey> {
  own ??= createSigningKey();
  return own;
}

export function signToken(key: SigningKey, claims: JWTPayload): Promise<string> {
  const header = { typ: 'JWT', alg: 'RS256', x5t: key.jwk.kid, kid: key.jwk.kid };
  return new SignJWT(claims).setProtectedHeader(header).sign(key.privateKey);
}

/** The claims of a token that this cloud signed. Throws jose's errors if it did not, or if the token has expired. */
export async function verifyToken(key: SigningKey, token: string, nowMs: number): Promise<JWTPayload> {
  const { payload } = await jwtVerify(token, key.publicKey, {
    algorithms: ['RS256'],
    currentDate: new Date(nowMs),
  });
  return payload;
}
