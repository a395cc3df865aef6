import { rename } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '../../errors/engine-error.ts';
import { readOwnFileIfExists, targetOf, writeFileAtomically } from './atomic-file.ts';
import { withFileLock } from './file-lock.ts';
import { strictJson } from './lenient-json.ts';
import { errorCode, storageError } from '../../errors/storage-error.ts';
import { decodeText } from './text-encoding.ts';
import { anyJson, isRecord } from '../../protocol/shapes.ts';
import { retryWhileInUse } from './windows-files.ts';

/** Told when a file was not JSON and has been set aside; without a name where it cannot be moved and is left. */
export type OnDamaged = (path: string, keptAs: string | undefined) => void;

export interface ReadOptions {
  readonly onDamaged?: OnDamaged;
}

export interface UpdateOptions extends ReadOptions {
  readonly signal: AbortSignal;
}

/** Az.Accounts writes in place: what looks damaged may be half of what it is writing. */
const readAttempts = 4;
const readPauseMs = 100;

/** What a file held when it was read last, so that what nobody changed is not parsed again: every command reads. */
const remembered = new Map<string, { readonly content: Buffer; readonly value: object | undefined }>();

/**
 * The parsed content of a JSON file; undefined where there is none, or where it is damaged: then it is set aside and
 * `onDamaged` is told. Where nothing can be written it is left where it is: reading fails for nothing else.
 * What it gives is given to others too, and must not be changed.
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

/** What is damaged may have been replaced by now: whoever holds the lock looks again before setting it aside. */
async function readHeld<T>(path: string, options: ReadOptions): Promise<T | undefined> {
  const { value, damaged } = await readPatiently(path);
  if (damaged) await setAside(path, options.onDamaged);
  return value as T | undefined;
}

function lockOf(path: string): string {
  return `${path}.lock`;
}

/**
 * Changes a JSON file under its lock: reads it anew, lets `change` say what it shall be, and replaces it whole.
 * `undefined` from `change` leaves it as it is; what it is given it must not change. Gives what the file then holds.
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

async function readPatiently(path: string): Promise<ReturnType<typeof parseJson>> {
  for (let attempt = 1; ; attempt++) {
    const content = await readOwnFileIfExists(path);
    const known = remembered.get(path);
    if (content !== undefined && known?.content.equals(content) === true)
      return { value: known.value, damaged: false };
    const parsed = parseJson(content === undefined ? undefined : decodeText(content));
    if (content !== undefined && !parsed.damaged) remembered.set(path, { content, value: parsed.value });
    if (!parsed.damaged || attempt === readAttempts) return parsed;
    await delay(readPauseMs);
  }
}

/**
 * JSON that is an object or null (as undefined); a byte order mark is no damage, nor are comments, and nothing at all is
 * none.
 */
export function parseJson(text: string | undefined): { value: object | undefined; damaged: boolean } {
  const bare = text?.replace(/^\uFEFF/, '') ?? '';
  if (bare.trim() === '') return { value: undefined, damaged: false };
  const value = anyJson(bare) ?? anyJson(strictJson(bare));
  return value === null || isRecord(value)
    ? { value: value ?? undefined, damaged: false }
    : { value: undefined, damaged: true };
}

/**
 * Gives a damaged file another name, so that nothing overwrites it, and tells which; of a link, what it leads to. Where
 * another process was first, nothing is told.
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
