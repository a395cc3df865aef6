// A text in a file that only the user can read. Azure.Identity keeps its unprotected cache on Linux in the same
// place.
import { readOwnFileIfExists, writeFileAtomically } from '../files/atomic-file.ts';
import type { StoredText } from './stored-text.ts';
import { rm } from 'node:fs/promises';
import { storageError } from '../../errors/storage-error.ts';
import { decodeText } from '../files/text-encoding.ts';

/** Returns the store for a text in a file with mode 0600. */
export function plainFileText(path: string): StoredText {
  return {
    kind: 'plain-file',
    async load() {
      const text = decodeText((await readOwnFileIfExists(path)) ?? Buffer.alloc(0));
      // With a keyring, MSAL.NET keeps an empty file here, for its date.
      return text === '' ? undefined : text;
    },
    save: (text) => writeFileAtomically(path, text),
    async remove() {
      await rm(path, { force: true }).catch((error: unknown) => {
        throw storageError('Storage.Write', path, error);
      });
    },
  };
}
