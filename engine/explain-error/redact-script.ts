// Removes secrets from error texts of PowerShell. They contain the failed line, where secrets may have been typed;
// messages repeat it and positions show parts of it. A secret is recognised by what it is assigned to: a parameter,
// variable or member whose name ends like a secret's. In doubt, a value is removed.
import { redact } from '../text/redact.ts';
import { secretParameter } from '../text/secrets.ts';

const name = secretParameter;
// A quoted text may end on a later line that is not shown.
const singleQuoted = `'(?:[^']|'')*(?:'|$)`;
const doubleQuoted = '"(?:[^"`]|`.|"")*(?:"|$)';
const quoted = `(?:${singleQuoted}|${doubleQuoted})`;
/** A word that is not a variable, an expression or another parameter. */
const word = String.raw`(?![-$(@{\[|;,)'"])[^\s|;,)}]+`;

const literal = new RegExp(quoted, 'g');
/** The last group of each is the value. */
const places: readonly RegExp[] = [
  new RegExp(String.raw`()(${quoted})(?=\s*\|\s*ConvertTo-SecureString)`, 'gi'),
  new RegExp(String.raw`(ConvertTo-SecureString[ \t]+(?:-String[ \t]+)?)(${word})`, 'gi'),
  new RegExp(String.raw`((?<!\w)-${name}(?:[ \t]+|:[ \t]*))(${quoted}|${word})`, 'gi'),
  new RegExp(String.raw`((?:\$[\w:{]*|\.|['"])?\b${name}[}'"]?\s*=\s*(?:\[\w+\]\s*)?)(${quoted})`, 'gi'),
  // Storage and Service Bus (connection strings, SAS), SQL, and URLs with a user name.
  /(\b(?:AccountKey|SharedAccessKey|SharedAccessSignature|sig|pwd|password)(?:=|%3D))([^;&\s'"]+)/gi,
  /(https?:\/\/[^\s/:@'"]+:)([^\s/@'"]+)(?=@)/gi,
];
/** Calls that create a SecureString or a credential, up to their end: every text in them is secret. */
const secureCall =
  /(?:ConvertTo-SecureString|PSCredential\]?(?:::new)?|NetworkCredential\]?(?:::new)?)(?:\s|\()[^|;\n]*/gi;
/** PowerShell's binder repeats a value that it cannot convert. */
const secureType = /System\.Security\.SecureString|PSCredential/;
const shown = '***';
/** A shorter value is removed from other texts only if it is in quotes. */
const shortestAlone = 4;

/** Removes the secrets in a failed line from all texts of its error. */
export class Redaction {
  readonly #found = new Set<string>();

  /** Collects the secrets in the failed line. */
  constructor(line: string) {
    this.#redactPlaces(line);
  }

  /** Returns the text with tokens, keys, passwords and the line's secrets replaced. */
  text(text: string): string {
    let clean = this.#redactPlaces(text);
    if (secureType.test(clean)) clean = clean.replace(/"(?!System\.|Microsoft\.)[^"]*"/g, `"${shown}"`);
    const longestFirst = [...this.#found].sort((a, b) => b.length - a.length);
    for (const secret of longestFirst) {
      clean =
        secret.length >= shortestAlone
          ? clean.replaceAll(secret, shown)
          : clean.replaceAll(`'${secret}'`, `'${shown}'`).replaceAll(`"${secret}"`, `"${shown}"`);
    }
    return redact(clean);
  }

  #redactPlaces(text: string): string {
    let clean = text.replace(secureCall, (call) => call.replace(literal, (value) => this.#hide(value)));
    for (const place of places) {
      clean = clean.replace(place, (_, before: string, value: string) => before + this.#hide(value));
    }
    return clean;
  }

  #hide(value: string): string {
    const inner = value.replace(/^['"]|['"]$/g, '');
    // A variable name inside double quotes is not a secret.
    if (inner !== '' && inner !== shown && !/^\$[\w:]+$/.test(inner)) this.#found.add(inner);
    return shown;
  }
}
