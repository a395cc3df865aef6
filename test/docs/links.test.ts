// Checks that links between the repository's pages work.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const options = ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'];
const pages = execFileSync('git', options, { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((page) => page !== '' && existsSync(join(root, page)));

/** The text without code, because code contains no links. */
function withoutCode(text: string): string {
  return text.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, '');
}

/** The anchors of headings as GitHub and GitLab generate them. */
function anchorsOf(page: string): string[] {
  const text = readFileSync(page, 'utf8').replace(/^```.*?^```/gms, '');
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

function problemOf(page: string, link: string): string | undefined {
  const [target = '', anchor] = link.split('#');
  const path = target === '' ? join(root, page) : join(root, dirname(page), target);
  if (!existsSync(path)) return `${page}: ${link}: there is no ${relative(root, path)}`;
  if (anchor === undefined || anchorsOf(path).includes(anchor)) return undefined;
  return `${page}: ${link}: there is no heading of that name`;
}

/** The link and picture targets of a page within the repository, in Markdown and in HTML. */
function linksOf(page: string): string[] {
  const text = withoutCode(readFileSync(join(root, page), 'utf8'));
  return [...text.matchAll(/\]\(([^)\s]+)\)|\b(?:src|srcset|href)="([^"]+)"/g)]
    .map(([, markdown, html = '']) => markdown ?? html)
    .filter((link) => !/^[a-z]+:/.test(link));
}

describe('the pages of the repository', () => {
  it('link only to files and headings that exist', () => {
    const problems = pages.flatMap((page) => linksOf(page).flatMap((link) => problemOf(page, link) ?? []));
    assert.deepEqual(problems, []);
  });

  it('show every picture in docs/images, and none is over 150 KB', () => {
    const shown = new Set(pages.flatMap((page) => linksOf(page).map((link) => join(dirname(page), link))));
    const pictures = readdirSync(join(root, 'docs/images')).map((file) => `docs/images/${file}`);
    assert.ok(pictures.length > 0);
    assert.deepEqual(
      pictures.filter((file) => !shown.has(file) || statSync(join(root, file)).size > 150_000),
      [],
    );
  });

  it('can all be reached from the README', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) {
      const text = withoutCode(readFileSync(join(root, page), 'utf8'));
      for (const [, link = ''] of text.matchAll(/\]\(([^)\s#]+\.md)[^)]*\)/g)) {
        if (!/^[a-z]+:/.test(link)) reached.add(join(dirname(page), link));
      }
    }
    assert.deepEqual(
      pages.filter((page) => page.startsWith('docs/') && !reached.has(page)),
      [],
    );
  });
});
