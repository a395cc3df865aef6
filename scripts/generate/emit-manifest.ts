import type { Cmdlet } from '../../engine/declaration/define-cmdlet.ts';
import { quoteList, quoteSingle } from './powershell-syntax.ts';

export interface ManifestFacts {
  readonly version: string;
  readonly description: string;
  readonly rootModule: string;
  readonly formats: string;
  readonly types: string;
}

/** The module's identity for package managers. It must never change. */
const guid = '6a8f5f0e-52c5-4a3b-9d4e-7c1b6a0f9f2d';

/** The licence address that package clients show: NuGet's address for the expression `MIT`. */
export const licenceAddress = 'https://licenses.nuget.org/MIT';

/** The author that package clients show. */
export const authors = 'Az.LoginTs contributors';

/** The copyright line of a manifest. */
export const copyright = `(c) ${authors}. MIT licence.`;

/** The search words, editions and systems of the module. */
export const moduleTags: readonly string[] = [
  ...['Azure', 'Entra', 'Authentication', 'Login', 'SignIn'],
  ...['PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS'],
];

/** Returns the editions and system of a package with Node.js, from its platform identifier. */
export function platformTags(platform: string): string[] {
  const system = { win: 'Windows', linux: 'Linux', osx: 'MacOS' }[platform.split('-')[0] ?? ''];
  return [
    ...(system === undefined ? [] : [system]),
    'PSEdition_Core',
    ...(system === 'Windows' ? ['PSEdition_Desktop'] : []),
  ];
}

/** Returns the export lists of a manifest. Exporting by name lets PowerShell find a command without loading the module. */
export function exportLists(cmdlets: readonly Cmdlet[]): string {
  const aliases = cmdlets.flatMap((cmdlet) => cmdlet.declaration.aliases ?? []).sort();
  const list = (names: readonly string[]): string =>
    names.length === 0
      ? '@()'
      : `@(\n${names.map((name) => `        ${quoteSingle(name)}`).join('\n')}\n    )`;
  return `    FunctionsToExport = ${list(cmdlets.map((cmdlet) => cmdlet.name))}
    CmdletsToExport = @()
    VariablesToExport = @()
    AliasesToExport = ${list(aliases)}`;
}

/** Returns the module manifest, with its export lists from the declarations. */
export function emitManifest(cmdlets: readonly Cmdlet[], facts: ManifestFacts): string {
  return `# Written by "npm run build" from engine/cmdlets. Change the declarations, not this file.
@{
    RootModule = ${quoteSingle(facts.rootModule)}
    ModuleVersion = ${quoteSingle(facts.version)}
    GUID = ${quoteSingle(guid)}
    Author = ${quoteSingle(authors)}
    Copyright = ${quoteSingle(copyright)}
    Description = ${quoteSingle(facts.description)}
    PowerShellVersion = '5.1'
    CompatiblePSEditions = @('Core', 'Desktop')
    FormatsToProcess = @(${quoteSingle(facts.formats)})
    TypesToProcess = @(${quoteSingle(facts.types)})
${exportLists(cmdlets)}
${galleryFacts(moduleTags)}
}
`;
}

/** Returns the manifest of a module that contains a platform's Node.js and no commands. */
export function emitRuntimeManifest(facts: {
  readonly version: string;
  readonly description: string;
  readonly guid: string;
  readonly tags: readonly string[];
}): string {
  return `# Contains Node.js for Az.LoginTs, which finds it here. There is nothing to import.
@{
    ModuleVersion = ${quoteSingle(facts.version)}
    GUID = ${quoteSingle(facts.guid)}
    Author = ${quoteSingle(authors)}
    Copyright = ${quoteSingle(copyright)}
    Description = ${quoteSingle(facts.description)}
    PowerShellVersion = '5.1'
${exportLists([])}
${galleryFacts(facts.tags)}
}
`;
}

/** Returns what package clients show of a module besides its name and description. */
function galleryFacts(tags: readonly string[]): string {
  return `    PrivateData = @{
        PSData = @{
            LicenseUri = ${quoteSingle(licenceAddress)}
            Tags = @(${quoteList(tags)})
        }
    }`;
}
