import { rename } from 'node:fs/promises';
import { EngineError } from '../../errors/engine-error.ts';
import { readOwnFileWith, targetOf, writeFileAtomically } from './atomic-file.ts';
import type { CondensedJson, RepeatedMembers } from './condensed-json.ts';
import { withFileLock } from './file-lock.ts';
import { strictJson } from './lenient-json.ts';
import { readLocalFile } from './local-file.ts';
import { errorCode, storageError } from '../../errors/storage-error.ts';
import { decodeText } from './text-encoding.ts';
import { anyJson, isRecord } from '../../protocol/shapes.ts';
import { readWhole } from '../../machine/small-file.ts';
import { retryWhileInUse } from './windows-files.ts';

/** Called when a file was not JSON and has been renamed. `keptAs` is undefined if it could not be renamed. */
export type OnDamaged = (path: string, keptAs: string | undefined) => void;

export interface ReadOptions {
  readonly onDamaged?: OnDamaged;
  /** Members that the file repeats. If it is large, only one copy of each is kept in memory. */
  readonly repeated?: RepeatedMembers;
}

export interface UpdateOptions extends ReadOptions {
  readonly signal: AbortSignal;
}

/** In bytes. A smaller file is read at once. */
const largeSize = 1024 * 1024;

type Content = Buffer | CondensedJson;

interface Parsed {
  readonly value: object | undefined;
  readonly damaged: boolean;
}

/** The last content of each file. Every command reads, so unchanged content is not parsed again. */
const remembered = new Map<string, { readonly content: Content; readonly value: object | undefined }>();

/**
 * Returns the parsed content of a JSON file, or undefined if it does not exist or is damaged. A damaged file is
 * renamed and `onDamaged` is called; if the folder is read-only the file stays, and reading still succeeds. Callers
 * share the returned object and must not change it.
 * @throws EngineError `Storage.Read`, `Storage.Locked`
 */
export async function readJsonFile<T>(path: string, options: ReadOptions = {}): Promise<T | undefined> {
  const { value, damaged } = await readPatiently(path, options);
  if (!damaged) return value as T | undefined;
  const { signal } = new AbortController();
  try {
    return await withFileLock(lockOf(path), () => readHeld<T>(path, options), { signal });
  } catch (error) {
    if (!(error instanceof EngineError) || error.catalogueId !== 'Storage.Write') throw error;
    options.onDamaged?.(path, undefined);
    return undefined;
  }
}

/** Reads again while holding the lock: another process may have replaced the damaged file meanwhile. */
async function readHeld<T>(path: string, options: ReadOptions): Promise<T | undefined> {
  const { value, damaged } = await readPatiently(path, options);
  if (damaged) await setAside(path, options.onDamaged);
  return value as T | undefined;
}

function lockOf(path: string): string {
  return `${path}.lock`;
}

/**
 * Changes a JSON file under its lock: reads it, calls `change` and replaces the whole file with the result. If
 * `change` returns undefined the file stays unchanged. `change` must not modify its argument. Returns the content
 * after the call.
 * @throws EngineError `Storage.Locked`, `Storage.Read`, `Storage.Write`, `Cancelled.ByUser`
 */
export async function updateJsonFile<T>(
  path: string,
  change: (current: T | undefined) => T | undefined,
  options: UpdateOptions,
): Promise<T | undefined> {
  return withFileLock(
    lockOf(path),
    async () => {
      const current = await readHeld<T>(path, options);
      const next = change(current);
      if (next !== undefined) await write(path, { current, next }, options.repeated);
      return next ?? current;
    },
    { signal: options.signal },
  );
}

async function write(
  path: string,
  { current, next }: { readonly current: unknown; readonly next: unknown },
  repeated: RepeatedMembers | undefined,
): Promise<void> {
  const known = remembered.get(path)?.content;
  remembered.delete(path);
  if (repeated === undefined || !isRecord(next)) {
    await writeFileAtomically(path, `${JSON.stringify(next, undefined, 2)}\n`);
    return;
  }
  const [{ CondensedJson, asStored }, { JsonPieces }] = await Promise.all([
    import('./condensed-json.ts'),
    import('./json-pieces.ts'),
  ]);
  const pieces = new JsonPieces(repeated, known instanceof CondensedJson ? known.text.kept.length : 0);
  let stored: { readonly content: Content; readonly value: object } | undefined;
  await writeFileAtomically(path, pieces.of(next), {
    whileFlushing: () => {
      const content = pieces.written();
      if (content.length >= largeSize) stored = { content, value: asStored(next, current, repeated) };
    },
  });
  if (stored !== undefined) remembered.set(path, stored);
}

/** Reads a file, and again while another program is writing it. */
async function readPatiently(path: string, { repeated }: ReadOptions): Promise<Parsed> {
  const content = readLocalFile(path);
  let parsed: Parsed =
    content === undefined ? { value: undefined, damaged: false } : parsedOnce(path, content);
  if (content !== undefined && !parsed.damaged) return parsed;
  await readOwnFileWith<Content>(
    async (file, found) => {
      if (repeated === undefined || found.size < largeSize) return readWhole(file, found);
      const { CondensedJson, readCondensed } = await import('./condensed-json.ts');
      const before = remembered.get(path)?.content;
      const known = before instanceof CondensedJson ? before : undefined;
      return readCondensed(file, found.size, { repeated, known });
    },
    path,
    (content) => {
      parsed = parsedOnce(path, content);
      return content.length > 0 && !parsed.damaged;
    },
  );
  return parsed;
}

function parsedOnce(path: string, content: Content): Parsed {
  const known = remembered.get(path);
  if (known !== undefined && isSame(content, known.content)) return { value: known.value, damaged: false };
  const parsed = parse(content);
  if (!parsed.damaged) remembered.set(path, { content, value: parsed.value });
  return parsed;
}

function isSame(one: Content, other: Content): boolean {
  return one === other || (Buffer.isBuffer(one) && Buffer.isBuffer(other) && one.equals(other));
}

function parse(content: Content): Parsed {
  if (Buffer.isBuffer(content)) return parseJson(decodeText(content));
  const value = content.parse();
  return value === undefined ? parseJson(content.toString()) : { value, damaged: false };
}

/**
 * Parses JSON whose value is an object or null (returned as undefined); anything else is damaged. A byte order mark,
 * comments, trailing commas and an empty text are accepted.
 */
export function parseJson(text: string | undefined): Parsed {
  const bare = text?.replace(/^\uFEFF/, '') ?? '';
  if (bare.trim() === '') return { value: undefined, damaged: false };
  const value = anyJson(bare) ?? anyJson(strictJson(bare));
  return value === null || isRecord(value)
    ? { value: value ?? undefined, damaged: false }
    : { value: undefined, damaged: true };
}

/**
 * Renames a damaged file, so that nothing overwrites it, and calls `onDamaged` with the new name. If the path is a
 * link, its target is renamed. Does nothing if another process renamed it first.
 * @throws EngineError `Storage.Write`
 */
export async function setAside(path: string, onDamaged: OnDamaged | undefined): Promise<void> {
  let keptAs: string;
  try {
    const target = await targetOf(path);
    keptAs = `${target}.damaged-${new Date().toISOString().replace(/[:.]/g, '-')}`;
    await retryWhileInUse(() => rename(target, keptAs));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw storageError('Storage.Write', path, error);
  }
  onDamaged?.(path, keptAs);
}
