// The version is in package.json. Everything else that names a version must agree with it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { literalPattern } from '../../engine/text/literal-pattern.ts';
import { addressesOf } from '../generate/emit-manifest.ts';
import { nupkg } from '../package/archives.ts';
import type { ModulePackage } from '../package/module-files.ts';

/** Returns one sentence for each reason why the package cannot be released. Empty if there is none. */
export async function disagreements(
  root: string,
  { facts, files }: ModulePackage,
  { isDryRun }: { readonly isDryRun: boolean },
): Promise<string[]> {
  const textOf = (path: string): string =>
    Buffer.from(files.find((file) => file.path === path)?.content ?? []).toString('utf8');
  const [changelog, readme, manifest] = await Promise.all(
    ['CHANGELOG.md', 'README.md', 'Az.LoginTs.psd1'].map((name) => readFile(join(root, name), 'utf8')),
  );
  const packed = textOf(`${facts.id}.psd1`);
  const standIn = files.find(({ path }) => /^stand-in\/.*\.psd1$/.test(path))?.path ?? '';
  const nuspec = nuspecOf(facts);
  const { version } = facts;
  const section = new RegExp(`^## \\[${literalPattern(version)}\\] - (.+)$`, 'm').exec(changelog ?? '')?.[1];
  const inManifest = (tag: string): boolean => packed.includes(`'${tag}'`);
  const lost = (/<tags>(.*)<\/tags>/.exec(nuspec)?.[1] ?? '')
    .split(' ')
    // PowerShell's NuGet clients find a module and its commands by these tags, which are not in the manifest.
    .filter((tag) => !/^PS(?:Module$|Includes_|Function_|Command_)/.test(tag))
    .filter((tag) => !inManifest(tag));
  const wrong = addressesOf(facts.homepage)
    .filter(
      ({ inManifest, inNuspec, value }) =>
        !packed.includes(`${inManifest} = '${value}'`) ||
        !nuspec.includes(`<${inNuspec}>${value}</${inNuspec}>`),
    )
    .map(({ inManifest }) => inManifest);
  const checks: readonly (readonly [holds: boolean, sentence: string])[] = [
    [
      readme?.includes(`This is version ${version}.`) === true,
      `README.md does not say "This is version ${version}."`,
    ],
    [section !== undefined, `CHANGELOG.md has no section "## [${version}] - <date>".`],
    [
      isDryRun || /^\d{4}-\d\d-\d\d$/.test(section ?? ''),
      `The section of ${version} in CHANGELOG.md has no date.`,
    ],
    [
      manifest?.includes(`ModuleVersion = '${version}'`) === true,
      'Az.LoginTs.psd1 is not built: npm run build.',
    ],
    [packed.includes(`ModuleVersion = '${version}'`), 'The packed manifest has another version.'],
    [textOf(standIn).includes(`ModuleVersion = '${version}' }`), 'The stand-in asks for another version.'],
    [nuspec.includes(`<version>${version}</version>`), 'The .nuspec has another version.'],
    [lost.length === 0, `The .nuspec has tags that the manifest has not: ${lost.join(', ')}.`],
    [
      wrong.length === 0,
      `The packed manifest or the .nuspec has another ${wrong.join(', ')} than package.json.`,
    ],
  ];
  return checks.filter(([holds]) => !holds).map(([, sentence]) => sentence);
}

function nuspecOf(facts: ModulePackage['facts']): string {
  const files = unzipSync(nupkg(facts, []));
  return Buffer.from(files[`${facts.id}.nuspec`] ?? []).toString('utf8');
}
