import type { Cmdlet } from '../../engine/declaration/define-cmdlet.ts';
import { quoteList, quoteSingle } from './powershell-syntax.ts';

export interface ManifestFacts {
  readonly version: string;
  readonly description: string;
  readonly rootModule: string;
  readonly formats: string;
  readonly types: string;
}

/** The module's identity for package managers; never changes. */
const guid = '6a8f5f0e-52c5-4a3b-9d4e-7c1b6a0f9f2d';

/** The licence as package clients show it: the address that NuGet gives to the expression `MIT`. */
export const licenceAddress = 'https://licenses.nuget.org/MIT';

/** Who made it, as package clients show it. */
export const authors = 'Az.LoginTs contributors';

/** As a manifest states it. */
export const copyright = `(c) ${authors}. MIT licence.`;

/** What people look for to find a module, and which editions and systems it is for. */
export const moduleTags: readonly string[] = [
  ...['Azure', 'Entra', 'Authentication', 'Login', 'SignIn'],
  ...['PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS'],
];

/** The same for the Node.js of a platform, by its identifier. */
export function platformTags(platform: string): string[] {
  const system = { win: 'Windows', linux: 'Linux', osx: 'MacOS' }[platform.split('-')[0] ?? ''];
  return [
    ...(system === undefined ? [] : [system]),
    'PSEdition_Core',
    ...(system === 'Windows' ? ['PSEdition_Desktop'] : []),
  ];
}

/** What a manifest exports: by name, so that PowerShell finds a command without loading its module. */
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

/** The module manifest, with its export lists from the declarations. */
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

/** The manifest of a module that brings a platform's Node.js along, and no command. */
export function emitRuntimeManifest(facts: {
  readonly version: string;
  readonly description: string;
  readonly guid: string;
  readonly tags: readonly string[];
}): string {
  return `# Brings Node.js along for Az.LoginTs, which finds it here. There is nothing in it to import.
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

/** What package clients show of a module beside its name and description. */
function galleryFacts(tags: readonly string[]): string {
  return `    PrivateData = @{
        PSData = @{
            LicenseUri = ${quoteSingle(licenceAddress)}
            Tags = @(${quoteList(tags)})
        }
    }`;
}
