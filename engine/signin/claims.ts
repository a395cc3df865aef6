import { EngineError } from '../protocol/engine-error.ts';

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
