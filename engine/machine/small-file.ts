// Reads small files: our own, and those that a user or an environment variable names. Type and size are checked
// first: opening a pipe blocks until someone writes to it, reading a device may never end, and no file read here has
// a gigabyte.
import {
  close,
  closeSync,
  constants,
  fstat,
  fstatSync,
  open,
  openSync,
  readFile,
  readFileSync,
  stat,
  statSync,
  type Stats,
} from 'node:fs';
import { promisify } from 'node:util';

export interface SmallFileOptions {
  /** The largest accepted size in bytes. */
  readonly maxBytes?: number;
  /** Checks the opened file before it is read; throws if it must not be used. */
  readonly check?: (found: Stats) => Promise<void>;
}

// Every first command reads files, and loading node:fs/promises would take longer than reading them.
const promised = {
  close: promisify(close),
  fstat: promisify(fstat),
  open: promisify(open),
  readFile: promisify(readFile),
  stat: promisify(stat),
};

/** In bytes. Enough for the contexts of tens of thousands of subscriptions, and small enough for one string. */
const defaultMaxBytes = 256 * 1024 * 1024;
/** O_NONBLOCK opens a pipe even if nobody writes to it. Windows has neither such pipes nor this flag. */
const flags = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

/** Error code for a path that is neither a file nor a folder. */
export const notAFile = 'NOT_A_FILE';
/** Error code for a file that is too large. */
export const tooLarge = 'TOO_LARGE';

/**
 * Returns the content of a file.
 * @throws the file system's error, EISDIR for a folder, or an error with code `notAFile` or `tooLarge`
 */
export function readSmallFile(path: string, options: SmallFileOptions = {}): Promise<Buffer> {
  return withSmallFile(path, options, readWhole);
}

/** Reads an open file; `found` has its size. */
export type FileReading<T> = (file: number, found: Stats) => Promise<T>;

/** Returns the content of an open file. */
export const readWhole: FileReading<Buffer> = (file) => promised.readFile(file);

/**
 * Opens a file, reads it and closes it. Returns what was read.
 * @throws the file system's error, EISDIR for a folder, or an error with code `notAFile` or `tooLarge`
 */
export async function withSmallFile<T>(
  path: string,
  { maxBytes = defaultMaxBytes, check }: SmallFileOptions,
  reading: FileReading<T>,
): Promise<T> {
  // Opening a device can have side effects, so check the type first.
  checkType(path, await promised.stat(path));
  const file = await promised.open(path, flags);
  try {
    const found = await promised.fstat(file);
    checkFile(path, found, maxBytes);
    await check?.(found);
    return await reading(file, found);
  } finally {
    await promised.close(file);
  }
}

/** Like `readSmallFile`, but synchronous. */
export function readSmallFileSync(path: string, maxBytes: number, check?: (found: Stats) => void): Buffer {
  checkType(path, statSync(path));
  const file = openSync(path, flags);
  try {
    const found = fstatSync(file);
    checkFile(path, found, maxBytes);
    check?.(found);
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

/** Returns the error for a refused file, in the form of Node's file system errors. */
export function refusedFile(path: string, code: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
