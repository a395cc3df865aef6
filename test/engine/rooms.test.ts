// The import rules: the order of the engine's rooms in scripts/lint/rooms.json, no circular imports, and the public
// faces of folders of test/. Each ESLint rule is shown code that it must refuse.
import { ESLint } from 'eslint';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import rooms from '../../scripts/lint/rooms.json' with { type: 'json' };

type Imports = Readonly<Record<string, readonly string[]>>;

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The engine files that each file of the engine imports, type imports included. */
function importsOfEngine(): Imports {
  const files = filesUnder('engine');
  return Object.fromEntries(
    files.map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(`${root}${file}`, 'utf8'), true, true);
      const own = importedFiles.filter(({ fileName }) => fileName.startsWith('.'));
      return [file, own.map(({ fileName }) => posix.join(posix.dirname(file), fileName))];
    }),
  );
}

/** A circle of imports, with the first file repeated at the end; undefined if there is none. */
function findCircle(imports: Imports): string[] | undefined {
  const done = new Set<string>();
  const follow = (file: string, visited: readonly string[]): string[] | undefined => {
    if (visited.includes(file)) return [...visited.slice(visited.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of imports[file] ?? []) {
      const circle = follow(next, [...visited, file]);
      if (circle !== undefined) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of Object.keys(imports)) {
    const circle = follow(file, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

describe('the rooms of the engine', () => {
  it('have no circular imports, not even of types', () => {
    const imports = importsOfEngine();
    assert.ok((imports['engine/main.ts'] ?? []).length > 0);
    assert.deepEqual(findCircle(imports), undefined);
  });

  it('cannot hide a circle from findCircle', () => {
    const imports = { a: ['b'], b: ['c', 'd'], c: [], d: ['e'], e: ['b'] };
    assert.deepEqual(findCircle(imports), ['b', 'd', 'e', 'b']);
  });

  it('all contain files, and are listed in docs/architecture.md in the same order', () => {
    const files = filesUnder('engine');
    for (const room of rooms)
      assert.ok(
        files.some((file) => isIn(file, room)),
        `${room} is empty`,
      );
    const page = readFileSync(`${root}docs/architecture.md`, 'utf8');
    const rows = [...page.matchAll(/^\| `engine\/([^`]+)` +\|/gm)].map(([, room]) => room);
    assert.deepEqual(rows, rooms);
  });

  describe('checked by ESLint', () => {
    const upward = [
      "import { SessionContexts } from '../contexts/session-contexts.ts';",
      "import type { StoredContext } from '../contexts/model.ts';",
      "export { sameAccount } from '../contexts/model.ts';",
      "export * from '../contexts/model.ts';",
      "export const later = () => import('../contexts/model.ts');",
      "export type Context = import('../contexts/model.ts').StoredContext;",
    ];

    it('may not import upward, in any form of import', async () => {
      for (const text of upward) {
        assert.match(
          (await lint('engine/http/types.ts', `${text}\n`)).join('\n'),
          /^engine\/http must not import from engine\/contexts/,
          text,
        );
      }
    });

    it('may import downward and within the same room', async () => {
      assert.deepEqual(await lint('engine/session/services.ts', `${upward.join('\n')}\n`), []);
      assert.deepEqual(await lint('engine/http/types.ts', "export * from './agents.ts';\n"), []);
    });

    it('may not import from a sub-room above', async () => {
      const text = "export * from './app/app-credential.ts';\n";
      assert.match(
        (await lint('engine/signin/msal-client.ts', text)).join('\n'),
        /^engine\/signin must not import from engine\/signin\/app/,
      );
    });

    it('may not import from tests or scripts', async () => {
      const text = "export * from '../../scripts/bundle.ts';\n";
      assert.match(
        (await lint('engine/http/types.ts', text)).join('\n'),
        /^The engine imports nothing from outside/,
      );
    });
  });
});

describe('folders of test/ that others use', () => {
  it('are imported through their public face only', async () => {
    const refused = async (file: string, path: string): Promise<string[]> =>
      lint(file, `export * from '${path}';\n`);
    for (const file of [
      'scripts/start.ts',
      'scripts/bench/stage.ts',
      'test/support/soon.ts',
      'test/wire/errors.test.ts',
    ]) {
      const test = posix.relative(posix.dirname(file), 'test');
      assert.deepEqual(await refused(file, `${test}/local-cloud/index.ts`), []);
      assert.match((await refused(file, `${test}/local-cloud/start.ts`)).join(), /local-cloud\/index\.ts/);
      assert.match(
        (await refused(file, `${test}/local-cloud/arm/paging.ts`)).join(),
        /local-cloud\/index\.ts/,
      );
      assert.match((await refused(file, `${test}/surface/surface.ts`)).join(), /surface\/index\.ts/);
      assert.match((await refused(file, `${test}/windows/wine.ts`)).join(), /windows\/index\.ts/);
    }
    assert.deepEqual(await refused('test/local-cloud/person.ts', './start.ts'), []);
  });

  it('are imported from outside test/ only if they have one', async () => {
    const refused = async (file: string, path: string): Promise<string> =>
      (await lint(file, `export * from '${path}';\n`)).join();
    assert.match(await refused('scripts/start.ts', '../test/support/soon.ts'), /support\/index\.ts/);
    assert.equal(await refused('scripts/start.ts', '../test/support/index.ts'), '');
    assert.match(await refused('scripts/start.ts', '../test/faults/actions.ts'), /test\/faults has none/);
    assert.match(
      await refused('scripts/bench/stage.ts', '../../test/wire/errors.test.ts'),
      /test\/wire has none/,
    );
    assert.equal(await refused('test/wire/errors.test.ts', '../support/soon.ts'), '');
  });
});

function filesUnder(folder: string): string[] {
  const names = readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
}

function isIn(file: string, room: string): boolean {
  return file === `engine/${room}` || file.startsWith(`engine/${room}/`);
}

/** ESLint with our rules only, and without the program of all types, which takes seconds and which they do not need. */
const eslint = new ESLint({
  cwd: root,
  ruleFilter: ({ ruleId }) => ruleId.startsWith('rooms/'),
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
});

/** The messages of the rules in scripts/lint for a file with this text. */
async function lint(file: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: `${root}${file}` });
  return (result?.messages ?? [])
    .filter(({ ruleId, fatal }) => ruleId?.startsWith('rooms/') === true || fatal === true)
    .map(({ message }) => message);
}
