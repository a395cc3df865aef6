import { EngineError } from '../errors/engine-error.ts';
import { isRecord } from '../protocol/shapes.ts';

/**
 * A claims challenge as JSON, whether it was given so, in base64, or as the whole WWW-Authenticate header.
 * @throws EngineError `InvalidArgument.Value` where it is no JSON object
 */
export function decodeClaims(text: string): string {
  const given = text.trim();
  const inHeader = challengeClaims(given);
  for (const candidate of [given, Buffer.from(given, 'base64').toString('utf8'), inHeader ?? '']) {
    if (isJsonObject(candidate)) return candidate;
  }
  throw new EngineError('InvalidArgument.Value', {
    facts: {
      parameter: 'ClaimsChallenge',
      value: text,
      reason: 'It is no JSON object, no JSON object in base64, and no WWW-Authenticate header with claims.',
      accepted: 'the claims of a challenge, as the service gave them',
    },
  });
}

function isJsonObject(text: string): boolean {
  try {
    return isRecord(JSON.parse(text));
  } catch {
    return false;
  }
}

/**
 * The claims of a challenge in a WWW-Authenticate header (RFC 9470 and Microsoft's "claims challenges"): base64 there,
 * JSON here; undefined where it asks for none.
 */
export function challengeClaims(header: string | undefined): string | undefined {
  const encoded = /claims="([^"]+)"/.exec(header ?? '')?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
}
