// Checks CONTRIBUTING.md: its commands can be run, its folders exist, and its recipes list all files that contain
// their worked examples.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
const built = 'written by `npm run build`';
/** In these folders a recipe lists every file that contains its example; elsewhere, only typical ones. */
const listedWhole = ['engine', 'module', 'scripts/generate'];

interface Recipe {
  readonly title: string;
  /** Words in the content or path of the worked example's files; the first appears in no other file. */
  readonly words: readonly string[];
  readonly files: readonly { readonly path: string; readonly isBuilt: boolean }[];
}

const recipes = page
  .split(/^### (?=Add )/m)
  .slice(1)
  .map((text): Recipe => {
    const [title = ''] = text.split('\n');
    const example = /^Example: (.*)$/m.exec(text)?.[1] ?? '';
    const rows = text.matchAll(/^\| `([^`]+)` +\| (.*?) +\|$/gm);
    return {
      title,
      words: [...example.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word),
      files: [...rows].map(([, path = '', what = '']) => ({ path, isBuilt: what === built })),
    };
  });

describe('CONTRIBUTING.md', () => {
  it('has a recipe for each kind of change', () => {
    assert.deepEqual(
      recipes.map(({ title }) => title),
      [
        'Add a cmdlet',
        'Add a parameter',
        'Add a sign-in flow',
        'Add a configuration key',
        'Add a CI issuer',
        'Add a cloud endpoint',
        'Add an error',
      ],
    );
  });

  for (const { title, words, files } of recipes) {
    it(`lists only files that contain the example in "${title}"`, () => {
      assert.ok(words.length > 0 && files.length > 3);
      for (const { path } of files) {
        assert.ok(existsSync(join(root, path)), path);
        const text = path + readFileSync(join(root, path), 'utf8');
        assert.ok(
          words.some((word) => text.includes(word)),
          `${path} has nothing of the example`,
        );
      }
      assert.ok(files.some(({ path }) => path.startsWith('test/')));
    });

    it(`lists every source file that contains the example in "${title}"`, () => {
      const [word = ''] = words;
      const found = execFileSync('git', ['ls-files', ...listedWhole], { cwd: root, encoding: 'utf8' })
        .split('\n')
        .filter((path) => path !== '' && existsSync(join(root, path)))
        .filter((path) => (path + readFileSync(join(root, path), 'utf8')).includes(word));
      const listed = files.map(({ path }) => path);
      assert.ok(found.length > 0);
      assert.deepEqual(
        found.filter((path) => !listed.includes(path)),
        [],
      );
    });

    it(`marks exactly the files that the build writes in "${title}"`, () => {
      for (const { path, isBuilt } of files) {
        const isOutput = /^(?:Az\.LoginTs\.psd1|docs\/(?:cmdlets\/.*|errors\.md|differences\.md))$/.test(
          path,
        );
        assert.equal(isBuilt, isOutput, path);
      }
    });
  }

  it('mentions only npm scripts and files that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const called = [...page.matchAll(/\bnpm (?:run )?([a-z:-]+)/g)].map(([, name = '']) => name);
    assert.ok(called.length > 5);
    assert.deepEqual(
      called.filter((name) => scripts[name] === undefined),
      [],
    );
    const paths = page.matchAll(
      /(?<![\w/])(?:\.\/)?((?:engine|test|scripts|docs|node_modules)\/[\w./-]*\w)/g,
    );
    assert.deepEqual(
      [...paths].map(([, path = '']) => path).filter((path) => !existsSync(join(root, path))),
      [],
    );
    const [, file = '', name = ''] = /test:engine -- (\S+) -g '([^']+)'/.exec(page) ?? [];
    assert.ok(readFileSync(join(root, file), 'utf8').includes(name), 'the test of the example');
  });
});

describe('test/README.md', () => {
  it('describes exactly the folders of test/', () => {
    const rows = readFileSync(join(root, 'test/README.md'), 'utf8').matchAll(/^\| `test\/([^`]+)` +\|/gm);
    const folders = readdirSync(join(root, 'test'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    assert.deepEqual([...rows].map(([, name = '']) => name).sort(), folders.sort());
  });
});
