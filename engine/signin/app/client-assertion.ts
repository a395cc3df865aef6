// Client assertions, with which an application authenticates (RFC 7523, sections 2.2 and 3).
import { randomUUID } from 'node:crypto';
import type { ProofParameters } from './app-credential.ts';

/** The lifetime of an assertion, which is used immediately. */
const lifetimeSeconds = 600;

export interface AssertionSigner {
  readonly applicationId: string;
  /** The header of the JSON Web Signature: names the algorithm and the certificate. */
  readonly header: Readonly<Record<string, unknown>>;
  readonly sign: (data: Buffer) => Buffer | Promise<Buffer>;
}

/** Returns a new assertion for one endpoint, signed with the application's key. */
export async function signAssertion(signer: AssertionSigner, tokenEndpoint: string): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    aud: tokenEndpoint,
    iss: signer.applicationId,
    sub: signer.applicationId,
    jti: randomUUID(),
    nbf: now,
    exp: now + lifetimeSeconds,
  };
  const text = [{ typ: 'JWT', ...signer.header }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = await signer.sign(Buffer.from(text));
  return `${text}.${signature.toString('base64url')}`;
}

/** Returns the parameters of a token request that contain an assertion. */
export function assertionProof(assertion: string): ProofParameters {
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  };
}
