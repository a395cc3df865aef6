// Files that a person or a variable can name, and our own. Opening a pipe waits for who writes into it, a device may
// never end, and what has a gigabyte is none of what is read here: type and size are looked at first.
import { closeSync, constants, fstatSync, openSync, readFileSync, statSync, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';

export interface SmallFileOptions {
  /** The most bytes it may have. */
  readonly maxBytes?: number;
  /** Looks at the file that was opened, before it is read; throws where it must not be. */
  readonly check?: (found: Stats) => Promise<void>;
}

/** Contexts of ten thousands of subscriptions fit, and their text fits into one string. */
const defaultMaxBytes = 256 * 1024 * 1024;
/** A pipe is opened at once where nobody writes into it. Windows has neither the pipes nor the flag. */
const flags = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

/** The code of an error for what is neither a file nor a folder. */
export const notAFile = 'NOT_A_FILE';
/** The code of an error for a file with more bytes than it may have. */
export const tooLarge = 'TOO_LARGE';

/**
 * The content of a file.
 * Rejects as the file system does, with EISDIR for a folder; and with `notAFile` and `tooLarge`.
 */
export async function readSmallFile(
  path: string,
  { maxBytes = defaultMaxBytes, check }: SmallFileOptions = {},
): Promise<Buffer> {
  // A device may do something when it is opened.
  checkType(path, await stat(path));
  const file = await open(path, flags);
  try {
    const found = await file.stat();
    checkFile(path, found, maxBytes);
    await check?.(found);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** As `readSmallFile`, at once. */
export function readSmallFileSync(path: string, maxBytes: number): Buffer {
  checkType(path, statSync(path));
  const file = openSync(path, flags);
  try {
    checkFile(path, fstatSync(file), maxBytes);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

function checkFile(path: string, found: Stats, maxBytes: number): void {
  checkType(path, found);
  if (found.size > maxBytes) throw refusedFile(path, tooLarge);
}

function checkType(path: string, found: Stats): void {
  if (found.isDirectory()) throw refusedFile(path, 'EISDIR');
  if (!found.isFile()) throw refusedFile(path, notAFile);
}

/** The error for a file that is refused, as the file system's are. */
export function refusedFile(path: string, code: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
