// Builds what a checkout needs to be imported: the engine's bundle, the module's script, its help, and the pages
// and lists that follow from the declarations.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allCmdlets } from '../engine/cmdlets/index.ts';
import type { Cmdlet } from '../engine/declaration/define-cmdlet.ts';
import { bundleForNode, type Bundle } from './bundle.ts';
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

const engineScript = 'module/generated/engine/main.cjs';
const digestLength = 16;

/** Stands where the build id will: as long as that, or the places in the source map would not fit any more. */
function buildIdPlace(version: string): string {
  return `${version}-${'@'.repeat(digestLength)}`;
}

/** Bundles a script of the engine; the build id is put in by the caller, who knows the rest of the build. */
function bundleEngine(entry: string, version: string, output?: string): Promise<Bundle> {
  return bundleForNode({
    root,
    entry,
    ...(output === undefined ? {} : { output }),
    // They are found in node_modules, or beside the bundle when packaged.
    external: ['@azure/msal-node-extensions', 'keytar'],
    define: {
      AZ_LOGINTS_BUILD_ID: JSON.stringify(buildIdPlace(version)),
      AZ_LOGINTS_VERSION: JSON.stringify(version),
      'import.meta.url': 'undefined',
    },
  });
}

export interface Built {
  readonly version: string;
  /** Of the module and the engine, which must be of one build. */
  readonly buildId: string;
  readonly description: string;
  readonly cmdlets: readonly Cmdlet[];
  /** The sources that are in the engine's bundle, packages of others among them; relative to the checkout. */
  readonly inputs: readonly string[];
}

/** Builds everything; repeated, it writes the same bytes. */
export async function buildAll(): Promise<Built> {
  const { version, description, homepage } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  ) as {
    version: string;
    description: string;
    homepage?: string;
  };
  const cmdlets = await allCmdlets();
  const { text: engine, map = '', inputs } = await bundleEngine('engine/main.ts', version, engineScript);
  const { text: launcher } = await bundleEngine('engine/start/launch.ts', version);
  const place = buildIdPlace(version);
  const draft = await assembleModule(join(root, 'module'), cmdlets, {
    buildId: place,
    version,
    helpFile,
  });
  const digest = createHash('sha256')
    .update(engine)
    .update(launcher)
    .update(draft)
    .digest('hex')
    .slice(0, digestLength);
  const buildId = `${version}-${digest}`;

  await writeFolder(generated, {
    'engine/engine.cjs': launcher.replace(place, buildId),
    'engine/main.cjs': engine.replace(place, buildId),
    'engine/main.cjs.map': map,
    'Az.LoginTs.psm1': draft.replace(place, buildId),
    [helpFile]: emitHelp(cmdlets, { homepage, aboutTopic: 'about_Az.LoginTs' }),
  });
  // Get-Help looks for topics in a folder of the language below the module's manifest, and nowhere else.
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
      rootModule: 'module/generated/Az.LoginTs.psm1',
      formats: 'module/formats/Az.LoginTs.format.ps1xml',
      types: 'module/types/Az.LoginTs.types.ps1xml',
    }),
  );
  await writeIfChanged(join(root, 'docs/errors.md'), emitErrorsPage());
  await writeIfChanged(join(root, 'docs/differences.md'), await emitDifferencesPage());
  return { version, buildId, description, cmdlets, inputs };
}

/** The help topics, by the names of their files. */
async function topics(): Promise<Record<string, string>> {
  const files = aboutTopics.map(async ({ topic, page }) => {
    const text = emitAbout(topic, await readFile(join(root, page), 'utf8'));
    // Windows PowerShell reads a file without the mark in the machine's own code page.
    return [`${topic}.help.txt`, byteOrderMark + text.replace(/\n/g, '\r\n')] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}

/** Writes the files of a folder, and deletes what else is in it. */
async function writeFolder(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  const paths = Object.keys(files).map((name) => join(folder, name));
  for (const [name, text] of Object.entries(files)) await writeIfChanged(join(folder, name), text);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !paths.includes(path)) await rm(path, { force: true });
  }
}

/**
 * Writes a file in one step, and only where it has another content: a test may build while others use what the build
 * before it made.
 */
async function writeIfChanged(path: string, text: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) return;
  await mkdir(dirname(path), { recursive: true });
  const fresh = `${path}.${String(process.pid)}`;
  await writeFile(fresh, text);
  await rename(fresh, path);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
