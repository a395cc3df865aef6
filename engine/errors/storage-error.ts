import { EngineError } from './engine-error.ts';
import { notAFile, tooLarge } from '../machine/small-file.ts';

type Failure = 'Storage.Read' | 'Storage.Write';

interface Explanation {
  /** The reason, as a clause. */
  readonly reason: string;
  /** What to do, in full sentences. */
  readonly advice: string;
  /** Whether writing to another folder, or not storing at all, also helps. */
  readonly isAboutPlace?: true;
}

const otherPlaceAdvice =
  'Set AZ_LOGINTS_HOME to a folder that can be written, or keep nothing: add -Scope Process to commands that store something, such as Connect-AzAccount.';
const denied: Explanation = {
  reason: 'permission denied',
  advice: 'Check who owns the file and its folder, and what their permissions are.',
  isAboutPlace: true,
};
const notFolder: Explanation = {
  reason: 'a part of the path is not a folder',
  advice: 'Move away the file that has the name of the folder.',
  isAboutPlace: true,
};
const tooManyFiles: Explanation = {
  reason: 'too many files are open',
  advice: 'Close other programs, or raise the limit (ulimit -n).',
};

const explanations: Readonly<Record<string, Explanation>> = {
  EACCES: denied,
  EPERM: denied,
  ENOSPC: { reason: 'the disk is full', advice: 'Free space on that disk and run the command again.' },
  EDQUOT: { reason: 'the disk quota is used up', advice: 'Free space and run the command again.' },
  EFBIG: {
    reason: 'it would be larger than this process may write',
    advice: 'Raise the limit (ulimit -f) and run the command again.',
  },
  EROFS: {
    reason: 'the file system is read-only',
    advice: 'Mount it so that it can be written.',
    isAboutPlace: true,
  },
  [notAFile]: {
    reason: 'it is not a file but a link, a pipe, a device or a socket',
    advice: 'Name a regular file, or move this one away.',
  },
  [tooLarge]: {
    reason: 'it is too large for such a file',
    advice: 'Name another file, or move it away.',
  },
  EISDIR: { reason: 'it is a folder', advice: 'Move the folder of that name away.' },
  ENOTDIR: notFolder,
  EEXIST: notFolder,
  ENOENT: {
    reason: 'a part of its path does not exist and cannot be created',
    advice: 'Restore it, for example by mounting the drive, or remove the link that leads there.',
    isAboutPlace: true,
  },
  ELOOP: { reason: 'the links in its path lead in a circle', advice: 'Remove one of the links.' },
  ENAMETOOLONG: { reason: 'its path is too long', advice: 'Use a shorter path.', isAboutPlace: true },
  EBUSY: {
    reason: 'another program holds it, or it is mounted by itself',
    advice: 'Close the other program. In a container, mount the whole folder in place of one file.',
  },
  EMFILE: tooManyFiles,
  ENFILE: tooManyFiles,
  EIO: { reason: 'the disk reports an error', advice: 'Check the disk, and run the command again.' },
};

/** Returns the error for a failed file operation, with the reason and advice in plain words. */
export function storageError(id: Failure, path: string, cause: unknown): EngineError {
  if (cause instanceof EngineError) return cause;
  const code = errorCode(cause) ?? '';
  const explanation = explanations[code] ?? { ...denied, reason: code || 'unknown reason' };
  const { reason, isAboutPlace = false } = explanation;
  const advice =
    id === 'Storage.Write' && isAboutPlace ? `${explanation.advice} ${otherPlaceAdvice}` : explanation.advice;
  return new EngineError(id, { facts: { path, reason, advice }, target: path, cause });
}

/** Returns the error for a file that the user named and that does not exist. */
export function missingFile(path: string): EngineError {
  const advice = 'Check the path for typing errors.';
  return new EngineError('Storage.Read', {
    facts: { path, reason: 'it does not exist', advice },
    target: path,
  });
}

/** Returns the system's code of an error, such as ENOENT, or undefined. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
