// The notices and the bill of materials of third-party code that we ship: the packages in the bundle and the native
// parts. A package without a licence is an error.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageFile } from './package-file.ts';

export interface Component {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** The text of the licence. */
  readonly notice: string;
}

/** The licences that allow us to ship the work with ours. Any other is reviewed first. */
const acceptable = /^\(?(?:0BSD|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|ISC|MIT)\b/;

/** Returns the packages that own these files of node_modules, sorted by name. */
export function componentsOf(root: string, files: readonly string[]): Component[] {
  const folders = new Set(
    files.flatMap((file) => {
      const match = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file.replaceAll('\\', '/'));
      return match === null ? [] : [match[0]];
    }),
  );
  const found = [...folders].map((folder) => componentAt(join(root, folder)));
  const byId = new Map(found.map((component) => [`${component.name}@${component.version}`, component]));
  return [...byId.values()].sort((one, other) =>
    `${one.name}@${one.version}` < `${other.name}@${other.version}` ? -1 : 1,
  );
}

function componentAt(folder: string): Component {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
  };
  if (license === undefined || !acceptable.test(license)) {
    throw new Error(
      `${name} ${version} has the licence '${license ?? 'none'}', which nobody has accepted yet.`,
    );
  }
  const file = readdirSync(folder).find((entry) => /^(?:licen[cs]e|copying)(?:\.(?:md|txt))?$/i.test(entry));
  const notice = file === undefined ? '' : readFileSync(join(folder, file), 'utf8');
  return { name, version, license, notice: notice.replace(/\r\n/g, '\n').trim() };
}

/** Returns one text with every notice. */
export function noticesText(components: readonly Component[]): string {
  const parts = components.map(
    ({ name, version, license, notice }) =>
      `${'='.repeat(78)}\n${name} ${version} (${license})\n${'='.repeat(78)}\n\n${notice === '' ? `Licence: ${license}.` : notice}\n`,
  );
  return `Az.LoginTs contains these works of others.\n\n${parts.join('\n')}`;
}

/** Programs and libraries that the system loads. Nobody can review them by reading, so each is listed with its digest. */
const isNative = ({ path, isProgram }: PackageFile): boolean =>
  isProgram === true || /\.(?:node|dll|so|dylib)$/.test(path);

/**
 * Returns a bill of materials in CycloneDX 1.6 (ECMA-424): the packages, then the native files with their SHA-256. It
 * contains no times and no random numbers, so that builds are equal.
 */
export function billOfMaterials(
  module: { name: string; version: string },
  components: readonly Component[],
  files: readonly PackageFile[],
): string {
  const packages = components.map(({ name, version, license }) => ({
    type: 'library',
    'bom-ref': `pkg:npm/${purlName(name)}@${version}`,
    name,
    version,
    licenses: [{ expression: license }],
    purl: `pkg:npm/${purlName(name)}@${version}`,
  }));
  const natives = files
    .filter(isNative)
    .map(({ path, content }) => ({
      type: 'file',
      'bom-ref': path,
      name: path,
      hashes: [{ alg: 'SHA-256', content: createHash('sha256').update(content).digest('hex') }],
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const subject = {
    ...{ type: 'library', 'bom-ref': `${module.name}@${module.version}`, name: module.name },
    ...{ version: module.version, licenses: [{ license: { id: 'MIT' } }] },
  };
  const bill = {
    ...{ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 },
    metadata: { component: subject },
    components: [...packages, ...natives],
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

/** The package URL specification writes the `@` of a scope as `%40`. */
function purlName(name: string): string {
  return name.replace('@', '%40');
}
