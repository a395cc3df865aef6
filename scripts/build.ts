// Builds what a checkout needs to be imported: the engine's bundle, the module's script, its help, and the pages
// and lists that follow from the declarations.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allCmdlets } from '../engine/cmdlets/index.ts';
import type { Cmdlet } from '../engine/declaration/define-cmdlet.ts';
import { bundleForNode, type Bundle } from './bundle.ts';
import { assembleModule, byteOrderMark } from './generate/assemble-module.ts';
import { aboutTopics, emitAbout } from './generate/emit-about.ts';
import { emitDifferencesPage } from './generate/emit-differences-page.ts';
import { emitErrorsPage } from './generate/emit-errors-page.ts';
import { emitHelp } from './generate/emit-help.ts';
import { emitIndex } from './generate/emit-index.ts';
import { emitManifest } from './generate/emit-manifest.ts';
import { emitPage } from './generate/emit-page.ts';

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

  await rm(generated, { recursive: true, force: true });
  await mkdir(join(generated, 'engine'), { recursive: true });
  await mkdir(join(root, 'docs/cmdlets'), { recursive: true });
  await writeFile(join(generated, 'engine/engine.cjs'), launcher);
  await writeFile(join(root, engineScript), engine.replace(place, buildId));
  await writeFile(join(root, `${engineScript}.map`), map);
  await writeFile(join(generated, 'Az.LoginTs.psm1'), draft.replace(place, buildId));
  await writeFile(join(generated, helpFile), emitHelp(cmdlets, { homepage, aboutTopic: 'about_Az.LoginTs' }));
  await writeTopics();
  await writeFile(
    join(root, 'Az.LoginTs.psd1'),
    emitManifest(cmdlets, {
      version,
      description,
      rootModule: 'module/generated/Az.LoginTs.psm1',
      formats: 'module/formats/Az.LoginTs.format.ps1xml',
      types: 'module/types/Az.LoginTs.types.ps1xml',
    }),
  );
  for (const cmdlet of cmdlets)
    await writeFile(join(root, `docs/cmdlets/${cmdlet.name}.md`), emitPage(cmdlet));
  await writeFile(join(root, 'docs/cmdlets/README.md'), emitIndex(cmdlets));
  await writeFile(join(root, 'docs/errors.md'), emitErrorsPage());
  await writeFile(join(root, 'docs/differences.md'), await emitDifferencesPage());
  return { version, description, cmdlets, inputs };
}

/** Get-Help looks for topics in a folder of the language below the module's manifest, and nowhere else. */
async function writeTopics(): Promise<void> {
  const folder = join(root, 'en-US');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const { topic, page } of aboutTopics) {
    const text = emitAbout(topic, await readFile(join(root, page), 'utf8'));
    // Windows PowerShell reads a file without the mark in the machine's own code page.
    await writeFile(join(folder, `${topic}.help.txt`), byteOrderMark + text.replace(/\n/g, '\r\n'));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
