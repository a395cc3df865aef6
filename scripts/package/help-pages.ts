// The pages of docs/ in a package: those that the about_ topics name, and what these pages link to.
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { aboutTopics } from '../generate/emit-about.ts';
import type { PackageFile } from './package-file.ts';

/**
 * Returns the pages that the about_ topics are made from, and all pages and pictures below docs/ that they link to,
 * directly or through another page. Their paths are those of the repository, so the links work in a package too.
 */
export async function helpPages(root: string): Promise<PackageFile[]> {
  const found = new Map<string, PackageFile>();
  const waiting = aboutTopics.map(({ page }) => page);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    const content = await readFile(join(root, path));
    found.set(path, { path, content });
    if (path.endsWith('.md')) waiting.push(...linksOf(path, content.toString('utf8')));
  }
  return [...found.values()];
}

/** Returns the files below docs/ that a page links to or shows, relative to the repository. */
function linksOf(page: string, markdown: string): string[] {
  const text = markdown.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, '');
  const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)|\bsrc(?:set)?="([^"]+)"/g)];
  return links
    .map(([, link, picture]) => link ?? picture ?? '')
    .filter((target) => !/^[a-z]+:/i.test(target))
    .map((target) => posix.join(posix.dirname(page), target))
    .filter((path) => path.startsWith('docs/'));
}
