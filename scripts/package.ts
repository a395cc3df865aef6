// `npm run package`: the installable module in dist/, as a folder, a zip and a .nupkg.
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { nupkg, zip } from './package/archives.ts';
import { moduleFiles, moduleName } from './package/module-files.ts';
import type { PackageFile } from './package/package-file.ts';
import { platformNamed, platforms, thisPlatform, type Platform } from './package/platforms.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const usage = `npm run package -- [--runtime <platform>] [--platform <platform>|all] [--output <folder>]

  --runtime   brings that platform's Node.js along, so that nothing else need be installed
  --platform  whose native parts go in, where no runtime does; this machine's if left out
  --output    where the package goes; dist/ if left out

Platforms: ${platforms.map(({ id }) => id).join(', ')}.`;

function readOptions(): { platforms: readonly Platform[]; runtime: Platform | undefined; output: string } {
  const { values } = parseArgs({
    options: { runtime: { type: 'string' }, platform: { type: 'string' }, output: { type: 'string' } },
  });
  if (values.runtime !== undefined && values.platform !== undefined)
    throw new Error('--runtime and --platform exclude each other.');
  const output = resolve(values.output ?? join(root, 'dist'));
  if (values.runtime !== undefined) {
    const runtime = platformNamed(values.runtime);
    return { platforms: [runtime], runtime, output };
  }
  if (values.platform === 'all') return { platforms, runtime: undefined, output };
  const platform = values.platform === undefined ? thisPlatform() : platformNamed(values.platform);
  return { platforms: [platform], runtime: undefined, output };
}

/** Writes the module's folder anew. */
async function writeFolder(folder: string, files: readonly PackageFile[]): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const { path, content, isProgram } of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
    if (isProgram === true) await chmod(target, 0o755);
  }
}

try {
  const { output, ...request } = readOptions();
  const { facts, files } = await moduleFiles(root, request);
  const folder = join(output, moduleName, facts.version);
  await writeFolder(folder, files);
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
