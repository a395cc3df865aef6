// Links between the pages of the repository lead somewhere.
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

/** What a reader sees: code is no link. */
function withoutCode(text: string): string {
  return text.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, '');
}

/** The names of headings as GitHub and GitLab make them. */
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

/** What a page links to or shows, in Markdown and in HTML, within the repository. */
function linksOf(page: string): string[] {
  const text = withoutCode(readFileSync(join(root, page), 'utf8'));
  return [...text.matchAll(/\]\(([^)\s]+)\)|\b(?:src|srcset|href)="([^"]+)"/g)]
    .map(([, markdown, html = '']) => markdown ?? html)
    .filter((link) => !/^[a-z]+:/.test(link));
}

describe('the pages of the repository', () => {
  it('link to files and headings that are there', () => {
    const problems = pages.flatMap((page) => linksOf(page).flatMap((link) => problemOf(page, link) ?? []));
    assert.deepEqual(problems, []);
  });

  it('show every picture of docs/images, none over 150 KB', () => {
    const shown = new Set(pages.flatMap((page) => linksOf(page).map((link) => join(dirname(page), link))));
    const pictures = readdirSync(join(root, 'docs/images')).map((file) => `docs/images/${file}`);
    assert.ok(pictures.length > 0);
    assert.deepEqual(
      pictures.filter((file) => !shown.has(file) || statSync(join(root, file)).size > 150_000),
      [],
    );
  });

  it('are each reached from the README', () => {
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
