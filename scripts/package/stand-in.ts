// The stand-in: a module named Az.Accounts that loads Az.LoginTs, for tools that look for that name and then call its
// cmdlets. PowerShell does not find it until a user adds its folder to PSModulePath. Microsoft's modules that need the
// .NET types of Az.Accounts cannot work with it.
import type { Cmdlet } from '../../engine/declaration/define-cmdlet.ts';
import { exportLists } from '../generate/emit-manifest.ts';
import { textFile, type PackageFile } from './package-file.ts';

/**
 * The version of Az.Accounts in October 2026: other modules require at least the one that they came with, and published
 * ones require this. test/surface has the surface of 5.5.2 (Az 16.2, MicrosoftDocs/azure-docs-powershell).
 */
const version = '5.5.3';
const guid = '4b5ee2c9-2a5b-4b63-9f8e-2f6a3c1d7e90';

/** Returns the files, relative to the module's folder. */
export function standIn(
  module: { name: string; version: string },
  cmdlets: readonly Cmdlet[],
): PackageFile[] {
  const manifest = `# Loads ${module.name} for what asks for Az.Accounts. To use it, put this folder's grandparent on PSModulePath.
@{
    ModuleVersion = '${version}'
    GUID = '${guid}'
    Author = 'Az.LoginTs contributors'
    Copyright = '(c) Az.LoginTs contributors. MIT licence.'
    Description = 'Stands in for Az.Accounts: loads ${module.name}, which has the same cmdlets.'
    PowerShellVersion = '5.1'
    CompatiblePSEditions = @('Core', 'Desktop')
    RequiredModules = @(@{ ModuleName = '${module.name}'; ModuleVersion = '${module.version}' })
    # Exports it again, for calls such as Az.Accounts\Get-AzContext and Get-Command -Module Az.Accounts.
    NestedModules = @('${module.name}')
${exportLists(cmdlets)}
}
`;
  return [textFile(`stand-in/Az.Accounts/${version}/Az.Accounts.psd1`, manifest)];
}
