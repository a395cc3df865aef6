// A file of the package: where it goes, what is in it, and whether it is a program.

export interface PackageFile {
  /** Relative to the module's folder, with forward slashes. */
  readonly path: string;
  readonly content: Uint8Array;
  readonly isProgram?: true;
}

export function textFile(path: string, text: string): PackageFile {
  return { path, content: Buffer.from(text, 'utf8') };
}
