// `npm run package`: writes the installable module to dist/ as a folder, a zip and a .nupkg, and Node.js for platforms,
// each as a separate module.
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { nupkg, zip } from './package/archives.ts';
import { checksumLine, checksumsFile } from './package/checksums.ts';
import { moduleFiles, moduleName, type ModulePackage } from './package/module-files.ts';
import { runtimeFiles } from './package/runtime-package.ts';
import { writeFiles, type PackageFile } from './package/package-file.ts';
import { platformNamed, platforms, withRuntimeNamed, type Platform } from './package/platforms.ts';
import { firstLine, signModule, type Signing } from './sign.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const usage = `npm run package -- [--runtime [<platform>|all]] [--output <folder>]

  --runtime   makes the package of that platform's Node.js too, and a zip of both; this machine's if left out
  --output    where the packages go; dist/ if left out
  --pfx       signs the scripts with this certificate; its password is the first line of standard input
  --thumbprint, --timestamp  as with npm run sign

Platforms: ${platforms.map(({ id }) => id).join(', ')}; 'this' is the one of this machine.`;

type Signer = Pick<Signing, 'pfx' | 'thumbprint' | 'timestamp'>;

interface PackageOptions {
  /** The platforms whose Node.js is packed. */
  readonly runtimes: readonly Platform[];
  readonly output: string;
  /** Undefined if nothing is signed. */
  readonly signer: Signer | undefined;
}

function readOptions(): PackageOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: withRuntimeNamed(process.argv.slice(2)),
    options: { ...{ runtime: text, output: text }, ...{ pfx: text, thumbprint: text, timestamp: text } },
  });
  const output = resolve(values.output ?? join(root, 'dist'));
  const { pfx, thumbprint, timestamp, runtime } = values;
  const isSigned = pfx !== undefined || thumbprint !== undefined;
  if (timestamp !== undefined && !isSigned) throw new Error('--timestamp needs --pfx or --thumbprint.');
  const signer = isSigned ? { pfx, thumbprint, timestamp } : undefined;
  const runtimes = runtime === 'all' ? platforms : runtime === undefined ? [] : [platformNamed(runtime)];
  return { runtimes, output, signer };
}

/** Returns the files after their scripts were signed. */
async function signed(
  files: readonly PackageFile[],
  folder: string,
  signing: Signer,
): Promise<PackageFile[]> {
  const password = signing.pfx === undefined ? '' : await firstLine();
  const paths = (await signModule({ folder, ...signing, password })).map((path) => relative(folder, path));
  const changed = new Set(paths.map((path) => path.replaceAll('\\', '/')));
  return Promise.all(
    files.map(async (file) =>
      changed.has(file.path) ? { ...file, content: await readFile(join(folder, file.path)) } : file,
    ),
  );
}

/** Writes packages to a folder and collects their digests. */
class Output {
  readonly folder: string;
  readonly #checksums: string[] = [];

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Writes a module's folder and its .nupkg. Returns the files as written, with paths that start with the module's name. */
  async writeModule({ facts, files: built }: ModulePackage, sign: Sign): Promise<PackageFile[]> {
    const place = `${facts.id}/${facts.version}`;
    const folder = join(this.folder, place);
    await writeFiles(folder, built);
    const files = await sign(built, folder);
    const megabytes = files.reduce((sum, { content }) => sum + content.length, 0) / 1024 / 1024;
    console.log(`${folder}: ${String(files.length)} files, ${megabytes.toFixed(1)} MiB`);
    await this.write(`${facts.id}.${facts.version}.nupkg`, nupkg(facts, files));
    return files.map((file) => ({ ...file, path: `${place}/${file.path}` }));
  }

  async write(name: string, content: Uint8Array): Promise<void> {
    const path = join(this.folder, name);
    await writeFile(path, content);
    this.#checksums.push(checksumLine(name, content));
    console.log(path);
  }

  /** Writes the collected digests, and says how to verify a package with them. */
  async writeChecksums(): Promise<void> {
    await writeFile(join(this.folder, checksumsFile), this.#checksums.join(''));
    console.log(
      `${join(this.folder, checksumsFile)}\nThe same commit gives the same bytes, unless they are signed. To verify a package, run "npm run package" with the same options on its commit, and compare this file with that of the release; or, beside the package: sha256sum --check --ignore-missing ${checksumsFile}`,
    );
  }
}

type Sign = (files: readonly PackageFile[], folder: string) => Promise<readonly PackageFile[]>;

try {
  const { runtimes, output: folder, signer } = readOptions();
  const output = new Output(folder);
  // Standard input can be read only once, for the module. The packages of Node.js have no scripts to sign.
  const sign: Sign = (files, place) =>
    signer === undefined ? Promise.resolve(files) : signed(files, place, signer);
  const module = await moduleFiles(root);
  const { version, homepage } = module.facts;
  const files = await output.writeModule(module, sign);
  await output.write(`${moduleName}.${version}.zip`, zip(files));
  for (const platform of runtimes) {
    const runtime = await runtimeFiles(root, platform, { version, homepage, buildId: module.buildId });
    const more = await output.writeModule(runtime, (unsigned) => Promise.resolve(unsigned));
    await output.write(`${moduleName}.${version}.${platform.id}.zip`, zip([...files, ...more]));
  }
  // install.ps1 chooses among the packages beside it the one for its machine.
  await output.write('install.ps1', await readFile(join(root, 'scripts/install.ps1')));
  await output.writeChecksums();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(`\n${usage}`);
  process.exit(1);
}
