// Removes secrets from -Debug output. Secrets are recognised by their shape, so they are found wherever they appear.
import { secretFields } from './secrets.ts';

const jwt = /\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?/g;
const formField = new RegExp(`\\b(${secretFields})=[^&\\s"]+`, 'gi');
const jsonField = new RegExp(`"(${secretFields})"\\s*:\\s*"[^"]*"`, 'gi');
const bearer = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;

/** Returns the text with tokens, secrets, codes, passwords and assertions replaced by `***`. */
export function redact(text: string): string {
  return text
    .replace(jwt, '***')
    .replace(bearer, '$1 ***')
    .replace(formField, '$1=***')
    .replace(jsonField, '"$1":"***"');
}
