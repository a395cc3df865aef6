import type { Cmdlet } from '../../engine/declaration/define-cmdlet.ts';
import { quoteList, quoteSingle } from './powershell-syntax.ts';

export interface ManifestFacts {
  readonly version: string;
  readonly description: string;
  readonly rootModule: string;
  readonly formats: string;
  readonly types: string;
  readonly homepage: string | undefined;
}

/** The module's identity for package managers. It must never change. */
const guid = '6a8f5f0e-52c5-4a3b-9d4e-7c1b6a0f9f2d';

/** The addresses that package clients show, by their names in a manifest and in a .nuspec. */
const addressNames = [
  { inManifest: 'LicenseUri', inNuspec: 'licenseUrl' },
  { inManifest: 'ProjectUri', inNuspec: 'projectUrl' },
  { inManifest: 'ReleaseNotes', inNuspec: 'releaseNotes' },
] as const;

export type Address = (typeof addressNames)[number] & { readonly value: string };

/**
 * Returns the addresses of a package. All but the licence's depend on `homepage`, the address of the repository in
 * package.json, and are left out without it. There is no HelpInfoUri: the help is in the package, and with an address
 * Update-Help would look there for newer help.
 */
export function addressesOf(homepage: string | undefined): Address[] {
  const values = {
    // NuGet accepts only this address beside the licence expression `MIT`.
    LicenseUri: 'https://licenses.nuget.org/MIT',
    ProjectUri: homepage,
    ReleaseNotes: homepage === undefined ? undefined : `${homepage}/CHANGELOG.md`,
  };
  return addressNames.flatMap((names) => {
    const value = values[names.inManifest];
    return value === undefined ? [] : [{ ...names, value }];
  });
}

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
${galleryFacts(moduleTags, facts.homepage)}
}
`;
}

/** Returns the manifest of a module that contains a platform's Node.js and no commands. */
export function emitRuntimeManifest(facts: {
  readonly version: string;
  readonly description: string;
  readonly guid: string;
  readonly tags: readonly string[];
  readonly homepage: string | undefined;
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
${galleryFacts(facts.tags, facts.homepage)}
}
`;
}

/** Returns what package clients show of a module besides its name and description. */
function galleryFacts(tags: readonly string[], homepage: string | undefined): string {
  const addresses = addressesOf(homepage).map(
    ({ inManifest, value }) => `            ${inManifest} = ${quoteSingle(value)}\n`,
  );
  return `    PrivateData = @{
        PSData = @{
${addresses.join('')}            Tags = @(${quoteList(tags)})
        }
    }`;
}
