// Builds what a checkout needs to be imported: the engine's bundle, the module's script, its help, and the pages and
// lists that are generated from the declarations.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allCmdlets } from '../engine/cmdlets/index.ts';
import type { Cmdlet } from '../engine/declaration/define-cmdlet.ts';
import { bundleEngine } from './bundle-engine.ts';
import { bundleForNode } from './bundle.ts';
import { assembleModule } from './generate/assemble-module.ts';
import { aboutTopics, emitAbout } from './generate/emit-about.ts';
import { emitDifferencesPage } from './generate/emit-differences-page.ts';
import { emitErrorsPage } from './generate/emit-errors-page.ts';
import { emitHelp } from './generate/emit-help.ts';
import { emitIndex } from './generate/emit-index.ts';
import { emitManifest } from './generate/emit-manifest.ts';
import { emitPage } from './generate/emit-page.ts';
import { byteOrderMark } from './generate/module-sources.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const generated = join(root, 'module/generated');
const helpFile = 'Az.LoginTs-help.xml';

const engineFolder = 'module/generated/engine';
const digestLength = 16;

/** A placeholder for the build id. It has the same length, so that the positions in the source map stay right. */
function buildIdPlace(version: string): string {
  return `${version}-${'@'.repeat(digestLength)}`;
}

/** The bundler options of all scripts of the engine. The build id is inserted later, because it depends on the rest of the build. */
function bundling(version: string): Omit<Parameters<typeof bundleEngine>[0], 'folder'> {
  return {
    root,
    // Node.js finds them in node_modules, or beside the scripts in a package.
    external: ['@azure/msal-node-extensions', 'keytar'],
    define: {
      AZ_LOGINTS_BUILD_ID: JSON.stringify(buildIdPlace(version)),
      AZ_LOGINTS_VERSION: JSON.stringify(version),
      'import.meta.url': 'undefined',
    },
  };
}

export interface Built {
  readonly version: string;
  /** The id of the module and of the engine, which must be from the same build. */
  readonly buildId: string;
  readonly description: string;
  /** The address of the repository; undefined until there is one. */
  readonly homepage: string | undefined;
  readonly cmdlets: readonly Cmdlet[];
  /** The sources in the engine's scripts, with those of packages, relative to the checkout. */
  readonly inputs: readonly string[];
}

/** Builds everything. A second build writes the same bytes. */
export async function buildAll(): Promise<Built> {
  const { version, description, homepage } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  ) as Pick<Built, 'version' | 'description' | 'homepage'>;
  const cmdlets = await allCmdlets();
  const { scripts, inputs } = await bundleEngine({ ...bundling(version), folder: engineFolder });
  const { text: launcher } = await bundleForNode({ ...bundling(version), entry: 'engine/start/launch.ts' });
  const place = buildIdPlace(version);
  const draft = await assembleModule(join(root, 'module'), cmdlets, {
    buildId: place,
    version,
    helpFile,
  });
  const hash = createHash('sha256').update(launcher);
  for (const text of Object.values(draft)) hash.update(text);
  for (const { text } of scripts) hash.update(text);
  const digest = hash.digest('hex').slice(0, digestLength);
  const buildId = `${version}-${digest}`;

  await writeFolder(generated, {
    'engine/engine.cjs': launcher.replace(place, buildId),
    ...Object.fromEntries(
      scripts.flatMap(({ name, text, map }) => [
        [`engine/${name}`, text.replace(place, buildId)],
        [`engine/${name}.map`, map],
      ]),
    ),
    ...Object.fromEntries(Object.entries(draft).map(([name, text]) => [name, text.replace(place, buildId)])),
    [helpFile]: emitHelp(cmdlets, { homepage, aboutTopic: 'about_Az.LoginTs' }),
  });
  // Get-Help looks for topics only in the language folder beside the module's manifest.
  await writeFolder(join(root, 'en-US'), await topics());
  await writeFolder(join(root, 'docs/cmdlets'), {
    ...Object.fromEntries(cmdlets.map((cmdlet) => [`${cmdlet.name}.md`, emitPage(cmdlet)])),
    'README.md': emitIndex(cmdlets),
  });
  await writeIfChanged(
    join(root, 'Az.LoginTs.psd1'),
    emitManifest(cmdlets, {
      version,
      description,
      homepage,
      rootModule: 'module/generated/Az.LoginTs.psm1',
      formats: 'module/formats/Az.LoginTs.format.ps1xml',
      types: 'module/types/Az.LoginTs.types.ps1xml',
    }),
  );
  await writeIfChanged(join(root, 'docs/errors.md'), emitErrorsPage());
  await writeIfChanged(join(root, 'docs/differences.md'), await emitDifferencesPage());
  return { version, buildId, description, homepage, cmdlets, inputs };
}

/** Returns the help topics by file name. */
async function topics(): Promise<Record<string, string>> {
  const files = aboutTopics.map(async ({ topic, page }) => {
    const text = emitAbout(topic, await readFile(join(root, page), 'utf8'));
    // Without the mark Windows PowerShell reads a file in the code page of the machine.
    return [`${topic}.help.txt`, byteOrderMark + text.replace(/\n/g, '\r\n')] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}

/** Writes the files of a folder and deletes all others in it. */
async function writeFolder(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  const paths = Object.keys(files).map((name) => join(folder, name));
  for (const [name, text] of Object.entries(files)) await writeIfChanged(join(folder, name), text);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !paths.includes(path)) await rm(path, { force: true });
  }
}

/**
 * Writes a file in one step, and only if its content has changed: a test may build while others use the previous build.
 */
async function writeIfChanged(path: string, text: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) return;
  await mkdir(dirname(path), { recursive: true });
  const fresh = `${path}.${String(process.pid)}`;
  await writeFile(fresh, text);
  await rename(fresh, path);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
