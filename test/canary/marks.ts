// The secrets to look for, in every form in which a program may have written them.

export interface Mark {
  /** The secret's name, for the message of a test. */
  readonly name: string;
  readonly secret: string;
}

/** Shorter texts appear in files by chance. */
const shortestSecret = 12;
/** Of a long secret, parts are enough, because a log may have cut it. */
const partLength = 32;

/**
 * Returns the names of the secrets that a content contains, in clear text, in UTF-16, in base64, percent-encoded, as
 * JSON text or in hexadecimal digits.
 */
export function findMarks(content: Buffer, marks: readonly Mark[]): string[] {
  const texts = [content.toString('latin1'), content.toString('utf16le')];
  // UTF-16 may start at an odd byte of a file.
  texts.push(content.subarray(1).toString('utf16le'));
  const found = marks.filter(({ secret }) =>
    formsOf(secret).some((form) => texts.some((text) => text.includes(form))),
  );
  return found.map(({ name }) => name);
}

function formsOf(secret: string): string[] {
  if (secret.length < shortestSecret)
    throw new RangeError('A secret is too short to be told from other text.');
  const parts =
    secret.length <= 2 * partLength
      ? [secret]
      : [0, Math.floor((secret.length - partLength) / 2), secret.length - partLength].map((start) =>
          secret.slice(start, start + partLength),
        );
  const forms = parts.flatMap((part) => [
    ...[part, encodeURIComponent(part), JSON.stringify(part).slice(1, -1)],
    ...[Buffer.from(part).toString('hex'), ...inBase64(Buffer.from(part))],
    ...inBase64(Buffer.from(part, 'utf16le')),
  ]);
  return [...new Set(forms)];
}

/**
 * The base64 texts of the part, one for each of the three positions in a group of three bytes at which it may start.
 */
function inBase64(bytes: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const whole = Math.floor((before + bytes.length) / 3) * 4;
    return encoded.slice(before === 0 ? 0 : 4, whole);
  });
}
