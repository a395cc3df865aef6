import { EngineError } from '../protocol/engine-error.ts';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'a part of the path is not a folder',
  EBUSY: 'another program holds it',
};

/** A failed file operation in plain words. */
export function storageError(
  id: 'Storage.Read' | 'Storage.Write',
  path: string,
  cause: unknown,
): EngineError {
  if (cause instanceof EngineError) return cause;
  const code = errorCode(cause) ?? '';
  return new EngineError(id, {
    facts: { path, reason: reasons[code] ?? (code || 'unknown reason') },
    target: path,
    cause,
  });
}

/** The system's code of an error, such as ENOENT. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
