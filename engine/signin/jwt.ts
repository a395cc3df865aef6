/** The claims that identify a token's origin and purpose. Times in seconds since 1970. */
export interface JwtClaims {
  readonly aud?: string | readonly string[];
  readonly exp?: number;
  readonly nbf?: number;
  readonly iss?: string;
  readonly tid?: string;
  readonly oid?: string;
  readonly appid?: string;
  readonly upn?: string;
  readonly unique_name?: string;
  /** The resource ID of a managed identity. */
  readonly xms_mirid?: string;
}

/**
 * Returns a token without white space around it and without the scheme of an Authorization header, which are often
 * copied along.
 */
export function bareToken(text: string): string {
  return text.trim().replace(/^Bearer\s+/i, '');
}

/** Three parts in base64url (RFC 7515, section 7.1). Some issuers pad them. */
const compactForm = /^[\w-]+={0,2}\.([\w-]+)={0,2}\.[\w-]*={0,2}$/;

/** Returns the claims of a JSON Web Token (RFC 7519) without verifying it, or undefined if the text is not one. */
export function readJwt(token: string): JwtClaims | undefined {
  const [, payload] = compactForm.exec(token.trim()) ?? [];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? claims : undefined;
  } catch {
    return undefined;
  }
}
