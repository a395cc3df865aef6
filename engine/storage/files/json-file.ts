import { rename } from 'node:fs/promises';
import { EngineError } from '../../errors/engine-error.ts';
import { readOwnFileIfExists, targetOf, writeFileAtomically } from './atomic-file.ts';
import { withFileLock } from './file-lock.ts';
import { strictJson } from './lenient-json.ts';
import { errorCode, storageError } from '../../errors/storage-error.ts';
import { decodeText } from './text-encoding.ts';
import { anyJson, isRecord } from '../../protocol/shapes.ts';
import { retryWhileInUse } from './windows-files.ts';

/** Called when a file was not JSON and has been renamed. `keptAs` is undefined if it could not be renamed. */
export type OnDamaged = (path: string, keptAs: string | undefined) => void;

export interface ReadOptions {
  readonly onDamaged?: OnDamaged;
}

export interface UpdateOptions extends ReadOptions {
  readonly signal: AbortSignal;
}

/** The last content read of each file. Every command reads, so unchanged content is not parsed again. */
const remembered = new Map<string, { readonly content: Buffer; readonly value: object | undefined }>();

/**
 * Returns the parsed content of a JSON file, or undefined if it does not exist or is damaged. A damaged file is
 * renamed and `onDamaged` is called; if the folder is read-only the file stays, and reading still succeeds. Callers
 * share the returned object and must not change it.
 * @throws EngineError `Storage.Read`, `Storage.Locked`
 */
export async function readJsonFile<T>(path: string, options: ReadOptions = {}): Promise<T | undefined> {
  const { value, damaged } = await readPatiently(path);
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
  const { value, damaged } = await readPatiently(path);
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
      if (next !== undefined) {
        remembered.delete(path);
        await writeFileAtomically(path, `${JSON.stringify(next, undefined, 2)}\n`);
      }
      return next ?? current;
    },
    { signal: options.signal },
  );
}

/** Reads a file, and again while another program is writing it. */
async function readPatiently(path: string): Promise<Parsed> {
  let parsed: Parsed = { value: undefined, damaged: false };
  await readOwnFileIfExists(path, (content) => {
    parsed = parseContent(path, content);
    return content.length > 0 && !parsed.damaged;
  });
  return parsed;
}

function parseContent(path: string, content: Buffer): Parsed {
  const known = remembered.get(path);
  if (known?.content.equals(content) === true) return { value: known.value, damaged: false };
  const parsed = parseJson(decodeText(content));
  if (!parsed.damaged) remembered.set(path, { content, value: parsed.value });
  return parsed;
}

interface Parsed {
  readonly value: object | undefined;
  readonly damaged: boolean;
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
