// `npm run package`: the installable module in dist/, as a folder, a zip and a .nupkg.
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { nupkg, zip } from './package/archives.ts';
import { moduleFiles, moduleName } from './package/module-files.ts';
import { writeFiles, type PackageFile } from './package/package-file.ts';
import {
  platformNamed,
  platforms,
  thisPlatform,
  withRuntimeNamed,
  type Platform,
} from './package/platforms.ts';
import { firstLine, signModule, type Signing } from './sign.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const usage = `npm run package -- [--runtime [<platform>]] [--platform <platform>|all] [--output <folder>]

  --runtime   brings that platform's Node.js along, so that nothing else need be installed; this machine's if left out
  --platform  whose native parts go in, where no runtime does; this machine's if left out
  --output    where the package goes; dist/ if left out
  --pfx       signs the scripts with this certificate; its password is the first line of standard input
  --thumbprint, --timestamp  as with npm run sign

Platforms: ${platforms.map(({ id }) => id).join(', ')}; 'this' is the one of this machine.`;

type Signer = Pick<Signing, 'pfx' | 'thumbprint' | 'timestamp'>;

interface PackageOptions {
  readonly platforms: readonly Platform[];
  readonly runtime: Platform | undefined;
  readonly output: string;
  /** Undefined where nothing is to be signed. */
  readonly signer: Signer | undefined;
}

function readOptions(): PackageOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: withRuntimeNamed(process.argv.slice(2)),
    options: {
      ...{ runtime: text, platform: text, output: text },
      ...{ pfx: text, thumbprint: text, timestamp: text },
    },
  });
  if (values.runtime !== undefined && values.platform !== undefined)
    throw new Error('--runtime and --platform exclude each other.');
  const output = resolve(values.output ?? join(root, 'dist'));
  const { pfx, thumbprint, timestamp } = values;
  const isSigned = pfx !== undefined || thumbprint !== undefined;
  if (timestamp !== undefined && !isSigned) throw new Error('--timestamp needs --pfx or --thumbprint.');
  const signer = isSigned ? { pfx, thumbprint, timestamp } : undefined;
  if (values.runtime !== undefined) {
    const runtime = platformNamed(values.runtime);
    return { platforms: [runtime], runtime, output, signer };
  }
  if (values.platform === 'all') return { platforms, runtime: undefined, output, signer };
  const platform = values.platform === undefined ? thisPlatform() : platformNamed(values.platform);
  return { platforms: [platform], runtime: undefined, output, signer };
}

/** The files as they are in the folder once its scripts are signed. */
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

try {
  const { output, signer, ...request } = readOptions();
  const { facts, files: built } = await moduleFiles(root, request);
  const folder = join(output, moduleName, facts.version);
  await writeFiles(folder, built);
  const files = signer === undefined ? built : await signed(built, folder, signer);
  const suffix = request.runtime === undefined ? '' : `.${request.runtime.id}`;
  const archive = join(output, `${moduleName}.${facts.version}${suffix}`);
  const inFolder = files.map((file) => ({ ...file, path: `${moduleName}/${facts.version}/${file.path}` }));
  await writeFile(`${archive}.zip`, zip(inFolder));
  await writeFile(`${archive}.nupkg`, nupkg(facts, files));
  const megabytes = files.reduce((sum, { content }) => sum + content.length, 0) / 1024 / 1024;
  console.log(`${folder}: ${String(files.length)} files, ${megabytes.toFixed(1)} MiB`);
  console.log(`${archive}.zip`);
  console.log(`${archive}.nupkg`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(`\n${usage}`);
  process.exit(1);
}
