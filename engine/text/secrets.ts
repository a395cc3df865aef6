// What is a secret, by its name: the one list for logs, errors and -Debug.

/** What names of secrets end in, whatever goes before. */
const endings = [
  ...['password', 'passphrase', 'pwd', 'passwd', 'secret', 'secretvalue', 'token', 'assertion', 'credential'],
  ...['apikey', 'accountkey', 'accesskey', 'sharedkey', 'privatekey', 'sas', 'connectionstring'],
  ...['certificate', 'pfx'],
].join('|');

/** Fields of OAuth, of identity endpoints and of signed addresses, for a regular expression: the whole name. */
export const secretFields = [
  ...['access_token', 'refresh_token', 'id_token', 'client_secret', 'client_assertion', 'assertion'],
  ...['password', 'code', 'code_verifier', 'device_code', 'token', 'SecretValue'],
  ...['x-identity-header', 'authorization', 'sig'],
].join('|');

/** A member of JSON. ARM's list actions answer with `key1`, `keys` and the like. */
export const secretMember = new RegExp(`(?:${endings}|device_code|keys?\\d?)$`, 'i');

/** A parameter, variable or property of PowerShell, for a regular expression; a bare -Key too. */
export const secretParameter = String.raw`\w*(?:${endings}|(?<=-)key)`;

/** A header of HTTP. */
export const secretHeader = /auth|cookie|key|secret|token/i;
