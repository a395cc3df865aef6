import { EngineError } from '../errors/engine-error.ts';
import { isRecord } from '../protocol/shapes.ts';

/**
 * Returns a claims challenge as JSON. It may be given as JSON, in base64, or as the whole WWW-Authenticate header.
 * @throws EngineError `InvalidArgument.Value` if it contains no JSON object
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
      reason: 'It is not a JSON object, a JSON object in base64, or a WWW-Authenticate header with claims.',
      accepted: 'the claims of a challenge, as the service sent them',
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
 * Returns the claims in a WWW-Authenticate header as JSON, decoded from base64, or undefined if there are none (RFC
 * 9470 and Microsoft's "claims challenges").
 */
export function challengeClaims(header: string | undefined): string | undefined {
  const encoded = /claims="([^"]+)"/.exec(header ?? '')?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
}
