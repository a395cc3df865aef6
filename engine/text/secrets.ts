// The one list of names that mark a value as secret, for logs, errors and -Debug.

/** Endings of names whose values are secret. */
const endings = [
  ...['password', 'passphrase', 'pwd', 'passwd', 'secret', 'secretvalue', 'token', 'assertion', 'credential'],
  ...['apikey', 'accountkey', 'accesskey', 'sharedkey', 'privatekey', 'sas', 'connectionstring'],
  ...['certificate', 'pfx'],
].join('|');

/** A regular expression that matches the whole name of a secret field in OAuth, identity endpoints or signed URLs. */
export const secretFields = [
  ...['access_token', 'refresh_token', 'id_token', 'client_secret', 'client_assertion', 'assertion'],
  ...['password', 'code', 'code_verifier', 'device_code', 'token', 'SecretValue'],
  ...['x-identity-header', 'authorization', 'sig'],
].join('|');

/**
 * Matches the name of a JSON member whose value is secret. ARM's list actions return `key1`, `keys` and similar
 * names.
 */
export const secretMember = new RegExp(`(?:${endings}|device_code|keys?\\d?)$`, 'i');

/**
 * A regular expression for a PowerShell parameter, variable or property whose value is secret, including a bare -Key.
 */
export const secretParameter = String.raw`\w*(?:${endings}|(?<=-)key)`;

/** Matches the name of an HTTP header whose value is secret. */
export const secretHeader = /auth|cookie|key|secret|token/i;
