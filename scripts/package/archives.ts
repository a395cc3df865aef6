// Writes the archives: a zip of the module's folder, and a NuGet package for PowerShell repositories. Order and times
// are fixed, so the same files give the same bytes.
import { zipSync, type Zippable } from 'fflate';
import { addressesOf } from '../generate/emit-manifest.ts';
import { textFile, type PackageFile } from './package-file.ts';

/** The earliest time that a zip can have. The real one would differ from build to build. */
const fixedTime = '1980-01-01T00:00:00';
/** The system in a zip's "version made by" field: UNIX, so that programs read the file mode. */
const unix = 3;

/**
 * Returns a zip of these files. It stores the executable mode of programs, which some unpacking programs ignore. Files
 * larger than `largestCompressed` bytes are not compressed, which takes many seconds.
 */
export function zip(files: readonly PackageFile[], largestCompressed = Infinity): Uint8Array {
  const entries: Zippable = {};
  for (const { path, content, isProgram } of inOrder(files)) {
    const mode = isProgram === true ? 0o100755 : 0o100644;
    const level = content.length <= largestCompressed ? 9 : 0;
    entries[path] = [content, { mtime: fixedTime, os: unix, attrs: mode * 0x10000, level }];
  }
  return zipSync(entries);
}

export interface PackageFacts {
  readonly id: string;
  readonly version: string;
  readonly description: string;
  readonly authors: string;
  readonly tags: readonly string[];
  readonly homepage: string | undefined;
}

/** Returns a .nupkg: a zip in the Open Packaging Conventions (ECMA-376 part 2) with a .nuspec. */
export function nupkg(facts: PackageFacts, files: readonly PackageFile[]): Uint8Array {
  const properties = 'package/services/metadata/core-properties/core.psmdcp';
  const xml = '<?xml version="1.0" encoding="utf-8"?>\n';
  return zip([
    textFile(`${facts.id}.nuspec`, xml + nuspec(facts)),
    textFile(
      '_rels/.rels',
      `${xml}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/${facts.id}.nuspec" Id="R1" /><Relationship Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="/${properties}" Id="R2" /></Relationships>\n`,
    ),
    textFile('[Content_Types].xml', `${xml}${contentTypes(files)}\n`),
    textFile(
      properties,
      `${xml}<coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"><dc:creator>${escapeXml(facts.authors)}</dc:creator><dc:description>${escapeXml(facts.description)}</dc:description><dc:identifier>${facts.id}</dc:identifier><version>${facts.version}</version><keywords>${facts.tags.join(' ')}</keywords></coreProperties>\n`,
    ),
    ...files,
  ]);
}

/** Returns the content type of each part, by extension, or by name if it has none (ECMA-376 part 2, section 7.2.3). */
function contentTypes(files: readonly PackageFile[]): string {
  const extensionOf = ({ path }: PackageFile): string | undefined => /\.([^./]+)$/.exec(path)?.[1];
  const kinds = [...new Set(files.flatMap((file) => extensionOf(file) ?? []))].sort();
  const unnamed = files.filter((file) => extensionOf(file) === undefined);
  return [
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">',
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" />',
    '<Default Extension="psmdcp" ContentType="application/vnd.openxmlformats-package.core-properties+xml" />',
    '<Default Extension="nuspec" ContentType="application/octet" />',
    ...kinds.map((kind) => `<Default Extension="${escapeXml(kind)}" ContentType="application/octet" />`),
    ...unnamed
      .map(({ path }) => `<Override PartName="/${escapeXml(path)}" ContentType="application/octet" />`)
      .sort(),
    '</Types>',
  ].join('');
}

function nuspec({ id, version, description, authors, tags, homepage }: PackageFacts): string {
  const addresses = addressesOf(homepage).map(
    ({ inNuspec, value }) => `    <${inNuspec}>${escapeXml(value)}</${inNuspec}>\n`,
  );
  return `<package xmlns="http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd">
  <metadata>
    <id>${id}</id>
    <version>${version}</version>
    <authors>${escapeXml(authors)}</authors>
    <owners>${escapeXml(authors)}</owners>
    <requireLicenseAcceptance>false</requireLicenseAcceptance>
    <license type="expression">MIT</license>
${addresses.join('')}    <description>${escapeXml(description)}</description>
    <tags>PSModule ${tags.join(' ')}</tags>
  </metadata>
</package>
`;
}

function inOrder(files: readonly PackageFile[]): PackageFile[] {
  return [...files].sort((one, other) => (one.path < other.path ? -1 : 1));
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
