// `npm run docs:pictures`: draws docs/images. Chromium draws the last page of a sign-in in a light and a dark theme, and
// terminals show a sign-in to the local cloud.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { signInPage, type PageKind } from '../engine/signin/person/sign-in-pages.ts';
import { launchChromium } from '../test/support/index.ts';
import { buildAll } from './build.ts';
import { ensureTestPackages } from './ensure-packages.ts';
import { terminalPicture } from './pictures/terminal-picture.ts';
import { pictureColumns, playTerminalScenes } from './pictures/terminal-scenes.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'docs/images');
const pages: readonly { readonly kind: PageKind; readonly name: string }[] = [
  { kind: 'signed-in', name: 'page-signed-in' },
  { kind: 'failed', name: 'page-failed' },
];

async function drawPages(): Promise<void> {
  const browser = await launchChromium();
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({
      ...{ colorScheme, deviceScaleFactor: 2, viewport: { width: 480, height: 290 } },
    });
    for (const { kind, name } of pages) {
      await page.setContent(signInPage(kind));
      await writeFile(join(folder, `${name}-${colorScheme}.png`), await page.screenshot());
    }
  }
  await browser.close();
}

ensureTestPackages();
await buildAll();
await mkdir(folder, { recursive: true });
for (const { name, title, lines } of await playTerminalScenes())
  await writeFile(join(folder, `terminal-${name}.svg`), terminalPicture(lines, pictureColumns, title));
await drawPages();
console.log(folder);
