// Microsoft's Az.Accounts as a yardstick, if this machine has it.
import { access, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { quoteSingle } from '../generate/powershell-syntax.ts';

export interface AzAccounts {
  readonly version: string;
  /** The PowerShell command that imports it. */
  readonly importing: string;
}

/** Returns the newest Az.Accounts in these folders of modules; undefined if there is none. */
export async function findAzAccounts(folders: readonly string[]): Promise<AzAccounts | undefined> {
  const found: { readonly version: string; readonly manifest: string }[] = [];
  for (const folder of folders) {
    const versions = await readdir(join(folder, 'Az.Accounts')).catch(() => []);
    for (const version of versions.filter((name) => /^\d+(\.\d+){1,3}$/.test(name))) {
      const manifest = join(folder, 'Az.Accounts', version, 'Az.Accounts.psd1');
      const isThere = await access(manifest).then(
        () => true,
        () => false,
      );
      if (isThere) found.push({ version, manifest });
    }
  }
  const [newest] = found.sort((one, other) =>
    other.version.localeCompare(one.version, 'en', { numeric: true }),
  );
  if (newest === undefined) return undefined;
  return { version: newest.version, importing: `Import-Module ${quoteSingle(newest.manifest)}` };
}

/** Where PowerShell looks for modules (about_PSModulePath). */
export function moduleFolders(): string[] {
  const home = homedir();
  const ofSystem =
    process.platform === 'win32'
      ? [
          join(home, 'Documents', 'PowerShell', 'Modules'),
          join(process.env.ProgramFiles ?? '', 'PowerShell', 'Modules'),
        ]
      : [join(home, '.local', 'share', 'powershell', 'Modules'), '/usr/local/share/powershell/Modules'];
  const named = (process.env.PSModulePath ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...named, ...ofSystem];
}
