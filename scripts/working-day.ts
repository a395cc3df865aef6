// `npm run docs:day`: plays a working day on local clouds and writes it to docs/working-day.md.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAll } from './build.ts';
import { ensureTestPackages } from './ensure-packages.ts';
import { Page } from './working-day/page.ts';
import { Scene } from './working-day/scene.ts';
import { tellDay } from './working-day/story.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
export const workingDayPage = join(root, 'docs/working-day.md');

/** Returns the page, after doing everything in it. The module must be built. */
export async function makeWorkingDay(): Promise<string> {
  const scene = await Scene.open();
  try {
    const page = await Page.begin(scene);
    try {
      await tellDay(page);
    } finally {
      await page.close();
    }
    return page.text;
  } finally {
    await scene.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureTestPackages();
  await buildAll();
  await writeFile(workingDayPage, await makeWorkingDay());
  console.log(workingDayPage);
}
