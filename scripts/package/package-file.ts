// A file of the package: its path, its content, and whether it is a program.
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface PackageFile {
  /** Relative to the module's folder, with forward slashes. */
  readonly path: string;
  readonly content: Uint8Array;
  readonly isProgram?: true;
}

export function textFile(path: string, text: string): PackageFile {
  return { path, content: Buffer.from(text, 'utf8') };
}

/** Returns all files in a folder and below it. Their paths start with `place`. */
export async function filesUnder(folder: string, place: string): Promise<PackageFile[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const full = join(entry.parentPath, entry.name);
        const path = place + full.slice(folder.length + 1).replaceAll('\\', '/');
        return { path, content: await readFile(full) };
      }),
  );
}

/** Replaces a folder with these files. */
export async function writeFiles(folder: string, files: readonly PackageFile[]): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const { path, content, isProgram } of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
    if (isProgram === true) await chmod(target, 0o755);
  }
}
