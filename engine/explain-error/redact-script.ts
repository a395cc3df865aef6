// Takes secrets out of what PowerShell tells of an error: it shows the line that failed, and what was typed may hold
// them; a message may repeat it, and a position shows pieces of it. Told by what a value is given to: a parameter, a
// variable or a member whose name ends like that of a secret. Rather one value too many is taken out than one too few.
import { redact } from '../text/redact.ts';
import { secretParameter } from '../text/secrets.ts';

const name = secretParameter;
// A quote may be closed on a later line than the one that is shown.
const singleQuoted = `'(?:[^']|'')*(?:'|$)`;
const doubleQuoted = '"(?:[^"`]|`.|"")*(?:"|$)';
const quoted = `(?:${singleQuoted}|${doubleQuoted})`;
/** A word that is no variable, no expression and no other parameter. */
const word = String.raw`(?![-$(@{\[|;,)'"])[^\s|;,)}]+`;

const literal = new RegExp(quoted, 'g');
/** In each the last group is the value. */
const places: readonly RegExp[] = [
  new RegExp(String.raw`()(${quoted})(?=\s*\|\s*ConvertTo-SecureString)`, 'gi'),
  new RegExp(String.raw`(ConvertTo-SecureString[ \t]+(?:-String[ \t]+)?)(${word})`, 'gi'),
  new RegExp(String.raw`((?<!\w)-${name}(?:[ \t]+|:[ \t]*))(${quoted}|${word})`, 'gi'),
  new RegExp(String.raw`((?:\$[\w:{]*|\.|['"])?\b${name}[}'"]?\s*=\s*(?:\[\w+\]\s*)?)(${quoted})`, 'gi'),
  // Storage and Service Bus (connection strings, SAS), SQL, and addresses with a user in them.
  /(\b(?:AccountKey|SharedAccessKey|SharedAccessSignature|sig|pwd|password)(?:=|%3D))([^;&\s'"]+)/gi,
  /(https?:\/\/[^\s/:@'"]+:)([^\s/@'"]+)(?=@)/gi,
];
/** What is made secure, and what makes a credential, up to the end of the call: every text in it. */
const secureCall =
  /(?:ConvertTo-SecureString|PSCredential\]?(?:::new)?|NetworkCredential\]?(?:::new)?)(?:\s|\()[^|;\n]*/gi;
/** The binder repeats what it cannot convert. */
const secureType = /System\.Security\.SecureString|PSCredential/;
const shown = '***';
/** Shorter than this, a value is taken out of other texts only where it stands in quotes. */
const shortestAlone = 4;

export class Redaction {
  readonly #found = new Set<string>();

  /** Learns the secrets of the line that failed. */
  constructor(line: string) {
    this.#redactPlaces(line);
  }

  /** The text with tokens, keys, passwords and secrets replaced, and those of the line. */
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
    // A variable inside double quotes is no secret by its name.
    if (inner !== '' && inner !== shown && !/^\$[\w:]+$/.test(inner)) this.#found.add(inner);
    return shown;
  }
}
