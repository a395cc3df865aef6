// The surface of a module: what scripts can see of its cmdlets.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ensurePowerShell } from '../powershell/index.ts';

export interface Parameter {
  readonly name: string;
  readonly type: string;
  /** Only in our surface: the PSTypeName that an object must have. */
  readonly objectType?: string;
  readonly mandatory?: boolean;
  readonly position?: number;
  readonly pipeline?: string;
  readonly aliases?: readonly string[];
  readonly acceptedValues?: readonly string[];
}

export interface CmdletSurface {
  readonly supportsShouldProcess: boolean;
  readonly defaultParameterSet: string;
  readonly outputTypes: readonly string[];
  readonly parameterSets: Readonly<Record<string, readonly Parameter[]>>;
}

export interface Surface {
  readonly aliases: Readonly<Record<string, string>>;
  readonly cmdlets: Readonly<Record<string, CmdletSurface>>;
}

/** The surface of Az.Accounts according to its documentation and manifest. */
export async function azAccountsSurface(): Promise<Surface> {
  const path = fileURLToPath(new URL('az-accounts-surface.json', import.meta.url));
  return JSON.parse(await readFile(path, 'utf8')) as Surface;
}

/** The surface of Az.LoginTs as PowerShell reports it after an import. */
export async function moduleSurface(): Promise<Surface> {
  const script = fileURLToPath(new URL('read-surface.ps1', import.meta.url));
  const manifest = fileURLToPath(new URL('../../Az.LoginTs.psd1', import.meta.url));
  const shell = await ensurePowerShell();
  const { stdout } = await promisify(execFile)(shell, ['-NoProfile', '-File', script, manifest], {
    maxBuffer: 2 ** 24,
  });
  return JSON.parse(stdout) as Surface;
}
