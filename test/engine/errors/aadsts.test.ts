import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import {
  aadstsCodesIn,
  aadstsRow,
  isOfConditionalAccess,
  knownAadstsNumbers,
} from '../../../engine/errors/aadsts.ts';
import { errorCatalogue } from '../../../engine/errors/catalogue.ts';

const engine = join(import.meta.dirname, '../../../engine');

describe('AADSTS numbers', () => {
  for (const name of knownAadstsNumbers()) {
    it(`${name} has a source and an id of the catalogue`, () => {
      const row = aadstsRow(Number(name.slice('AADSTS'.length)));
      assert.ok(row);
      assert.match(
        row.source,
        /^(?:https:\/\/(?:learn\.microsoft\.com|microsoft\.github\.io|github\.com\/Azure)\/\S+|unverified)$/,
      );
      assert.ok(Object.hasOwn(errorCatalogue, row.id));
      if (row.id === 'Authentication.Failed' || row.id === 'Blocked.Policy')
        assert.ok(row.says && row.advice);
    });
  }

  it('appear in no other file of the engine', () => {
    const numbers = knownAadstsNumbers().map((name) => name.slice('AADSTS'.length));
    const pattern = new RegExp(`AADSTS\\d{4}|(?<![\\w.])(?:${numbers.join('|')})(?!\\w)`);
    const found = readdirSync(engine, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => pattern.test(readFileSync(join(engine, file), 'utf8')))
      .map((file) => relative(engine, join(engine, file)).split(sep).join('/'));
    assert.deepEqual(found, ['errors/aadsts.ts']);
  });

  it('are extracted from a text once each, in order', () => {
    const texts: readonly [string, readonly number[]][] = [
      ['AADSTS50076: Due to a change… AADSTS50076', [50076]],
      ['invalid_grant: AADSTS700082: expired. AADSTS50173', [700082, 50173]],
      ['AADSTS is no number, and neither is AADSTS12', []],
      ['', []],
    ];
    for (const [text, codes] of texts) assert.deepEqual(aadstsCodesIn(text), codes, text);
  });

  it('are of conditional access if they begin with 53', () => {
    for (const code of [53000, 530003, 530084]) assert.equal(isOfConditionalAccess(code), true);
    for (const code of [50076, 65001, 7000215]) assert.equal(isOfConditionalAccess(code), false);
  });

  it('have no row when the table does not contain them', () => {
    assert.equal(aadstsRow(999999), undefined);
  });
});
