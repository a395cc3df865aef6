// Takes secrets out of what -Debug shows. Told by shape, not by place: what looks like a secret anywhere is one.

const jwt = /\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?/g;
const fields =
  'access_token|refresh_token|id_token|client_secret|client_assertion|assertion|password|code|code_verifier|device_code|token|SecretValue|x-identity-header|authorization|sig';
const formField = new RegExp(`\\b(${fields})=[^&\\s"]+`, 'gi');
const jsonField = new RegExp(`"(${fields})"\\s*:\\s*"[^"]*"`, 'gi');
const bearer = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;

/** The text with tokens, secrets, codes, passwords and assertions replaced. */
export function redact(text: string): string {
  return text
    .replace(jwt, '***')
    .replace(bearer, '$1 ***')
    .replace(formField, '$1=***')
    .replace(jsonField, '"$1":"***"');
}
