// Each belief in docs/fidelity.md has a source and a test that exists.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Belief {
  readonly belief: string;
  readonly source: string;
  readonly test: string;
}

function beliefs(): Belief[] {
  return readFileSync(join(root, 'docs/fidelity.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (?:belief|-+) /.test(line))
    .map((line) => {
      const [belief = '', source = '', test = ''] = line.slice(2, -2).split(' | ');
      return { belief: belief.trim(), source: source.trim(), test: test.trim() };
    });
}

/** Why a cell does not name an existing test; undefined if it does. The name must appear literally in the file. */
function objectionTo(test: string): string | undefined {
  const [, file, title] = /^`(test\/[\w./-]+\.test\.ts)`: (.+)$/.exec(test) ?? [];
  if (file === undefined || title === undefined) return `'${test}' is no file with the name of a test.`;
  if (!existsSync(join(root, file))) return `There is no ${file}.`;
  const text = readFileSync(join(root, file), 'utf8').replaceAll("\\'", "'");
  return text.includes(title) ? undefined : `${file} has no test '${title}'.`;
}

describe('docs/fidelity.md', () => {
  it('names a source and a test that exists for each belief', () => {
    const all = beliefs();
    assert.ok(all.length > 20, 'The tables were not found.');
    const problems = all.flatMap(({ belief, source, test }) => [
      ...(source === '' ? [`'${belief}' has no source.`] : []),
      ...[objectionTo(test)].filter((problem) => problem !== undefined),
    ]);
    assert.deepEqual(problems, []);
  });

  it('fails if a test is missing', () => {
    assert.match(
      String(objectionTo('`test/wire/true-to-azure.test.ts`: does what no test says')),
      /has no test/,
    );
    assert.match(String(objectionTo('`test/wire/gone.test.ts`: anything')), /There is no/);
    assert.match(String(objectionTo('some test')), /is no file/);
  });
});
