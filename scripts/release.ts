// `npm run release -- --dry-run`, or `-- --repository <name>`: makes every package, checks that they and the pages name
// the same version, tries them in a repository in a folder, and publishes them.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { nupkg } from './package/archives.ts';
import { moduleFiles, type ModulePackage } from './package/module-files.ts';
import { platforms, thisPlatform } from './package/platforms.ts';
import { runtimeFiles } from './package/runtime-package.ts';
import { disagreements } from './release/one-version.ts';
import { firstLine } from './sign.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const usage = `npm run release -- --dry-run | --repository <name>

  --dry-run     checks everything, and publishes to a folder that is removed again
  --repository  publishes there, as Register-PSResourceRepository knows it; its key is the first line of standard input

AZ_LOGINTS_TEST_PWSH names the PowerShell, 7.4 or later, if it should not be the one on PATH.`;

/** Runs a PowerShell script to its end. `input` is written to its standard input. */
async function powerShell(script: string, args: readonly string[], input = ''): Promise<void> {
  const pwsh = process.env.AZ_LOGINTS_TEST_PWSH ?? 'pwsh';
  const parameters = [
    '-NoProfile',
    '-NonInteractive',
    '-File',
    join(root, 'scripts/release', script),
    ...args,
  ];
  const child = spawn(pwsh, parameters, { stdio: ['pipe', 'inherit', 'inherit'] });
  // Ignored: a script that does not read may end before everything is written.
  child.stdin.on('error', () => undefined).end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  if (code !== 0) throw new Error(`${script} ended with exit code ${String(code)}.`);
}

/** Returns an older version of the module, with only what PowerShell needs to recognize it. */
function olderThan({ facts, files }: ModulePackage): Uint8Array {
  const older = files
    .filter(({ path }) => /^[^/]+\.ps(?:d1|m1)$|^[^/]+\.ps1xml$/.test(path))
    .map((file) =>
      file.path === `${facts.id}.psd1`
        ? {
            ...file,
            content: Buffer.from(
              Buffer.from(file.content)
                .toString()
                .replace(/(ModuleVersion = )'[^']*'/, "$1'0.0.1'"),
            ),
          }
        : file,
    );
  return nupkg({ ...facts, version: '0.0.1' }, older);
}

try {
  const { values } = parseArgs({
    options: { 'dry-run': { type: 'boolean' }, repository: { type: 'string' } },
  });
  const isDryRun = values['dry-run'] === true;
  if (isDryRun === (values.repository !== undefined))
    throw new Error('Give either --dry-run or --repository.');
  const key = isDryRun ? '' : await firstLine();
  const folder = await mkdtemp(join(tmpdir(), 'az-logints-release-'));
  try {
    const module = await moduleFiles(root);
    const { version, homepage } = module.facts;
    const problems = await disagreements(root, module, { isDryRun });
    if (problems.length > 0) throw new Error(problems.join('\n'));
    // The packages of the other platforms differ only in their Node.js.
    const made = isDryRun ? [thisPlatform()] : platforms;
    const packages: ModulePackage[] = [module];
    for (const platform of made)
      packages.push(await runtimeFiles(root, platform, { version, homepage, buildId: module.buildId }));
    const places = { older: join(folder, 'older'), real: join(folder, 'real') };
    for (const place of Object.values(places)) await mkdir(place);
    await writeFile(join(places.older, `${module.facts.id}.0.0.1.nupkg`), olderThan(module));
    for (const { facts, files } of packages)
      await writeFile(join(places.real, `${facts.id}.${version}.nupkg`), nupkg(facts, files));
    await powerShell('try-repository.ps1', [folder, version]);
    if (values.repository !== undefined)
      await powerShell('publish.ps1', [places.real, values.repository], `${key}\n`);
    console.log(isDryRun ? `${version} can be released.` : `${version} is released.`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(`\n${usage}`);
  process.exit(1);
}
