import { EngineError } from '../errors/engine-error.ts';

/**
 * A claims challenge as JSON, whether it was given so or in base64.
 * @throws EngineError `InvalidArgument.Value`
 */
export function decodeClaims(text: string): string {
  for (const candidate of [text, Buffer.from(text, 'base64').toString('utf8')]) {
    try {
      JSON.parse(candidate);
      return candidate;
    } catch {
      // Not in this form.
    }
  }
  throw new EngineError('InvalidArgument.Value', {
    facts: {
      parameter: 'ClaimsChallenge',
      value: text,
      reason: 'It is neither JSON nor JSON in base64.',
      accepted: 'the claims of a challenge, as the service gave them',
    },
  });
}

/**
 * The claims of a challenge in a WWW-Authenticate header (RFC 9470 and Microsoft's "claims challenges"): base64 there,
 * JSON here; undefined where it asks for none.
 */
export function challengeClaims(header: string | undefined): string | undefined {
  const encoded = /claims="([^"]+)"/.exec(header ?? '')?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
}
