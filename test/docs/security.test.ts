// docs/security.md names a test for each defence; checks that these tests exist.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Named {
  readonly file: string;
  readonly test: string;
}

/** The last column of the table of attackers; undefined for a row that names no test. */
function namedTests(page: string): (Named | undefined)[] {
  const [, table = ''] = page.split('## What attackers may try');
  const rows = table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2);
  return rows.map((row) => {
    const [, file, test] = /\| (test\/\S+): (.+?) +\|$/.exec(row) ?? [];
    return file === undefined || test === undefined ? undefined : { file, test };
  });
}

function isThere({ file, test }: Named): boolean {
  if (!existsSync(`${root}${file}`)) return false;
  const source = readFileSync(`${root}${file}`, 'utf8');
  return ["'", '`', '"'].some(
    (quote) => source.includes(`it(${quote}${test}${quote}`) || source.includes(`It ${quote}${test}${quote}`),
  );
}

describe('the defences in docs/security.md', () => {
  it('each name an existing test', () => {
    const named = namedTests(readFileSync(`${root}docs/security.md`, 'utf8'));
    assert.ok(named.length >= 15);
    for (const one of named) {
      assert.ok(one !== undefined, 'A row names no test.');
      assert.ok(isThere(one), `${one.file}: ${one.test}`);
    }
  });

  it('fail the check if their test is missing or a row names none', () => {
    assert.equal(isThere({ file: 'test/docs/security.test.ts', test: 'is not there' }), false);
    assert.deepEqual(namedTests('## What attackers may try\n| a | b |\n| - | - |\n| x | none |'), [
      undefined,
    ]);
  });
});
