// Large files, of which each repeated part is in memory only once.
import assert from 'node:assert/strict';
import { appendFile, mkdir, open, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { asStored, CondensedJson, readCondensed } from '../../../../engine/storage/files/condensed-json.ts';
import { JsonPieces } from '../../../../engine/storage/files/json-pieces.ts';
import { Condenser, wholeText, type CondensedText } from '../../../../engine/storage/files/condensed-text.ts';
import { readJsonFile, updateJsonFile } from '../../../../engine/storage/files/json-file.ts';
import { inFolder, never } from '../helpers.ts';

const repeated = { map: 'Contexts', members: ['Account', 'Environment'] };

type Members = Record<string, unknown>;

const cloud = (name: string): Members => ({
  Name: name,
  Url: `https://${name}/ "{}\\`,
  List: [],
  More: { a: {} },
});

/** Files with all that may be in one: environments that repeat, that differ, that are none, in other places. */
const files = fc.dictionary(
  fc.oneof(fc.constantFrom('Contexts', 'Environment', 'Other', '__proto__'), fc.string()),
  fc.oneof(
    fc.jsonValue(),
    fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('Environment', '__proto__', '1', 'ä"Environment": {')),
      fc.oneof(
        fc.jsonValue(),
        fc.record(
          {
            Account: fc.oneof(fc.constantFrom('me', 'you').map(cloud), fc.jsonValue()),
            Environment: fc.oneof(
              fc.constantFrom('one', 'two').map(cloud),
              fc.jsonValue(),
              fc.constant(undefined),
            ),
            Text: fc.constantFrom('"Environment": {}', '\\"Environment\\": {', '\ud800', 'ü', '\n'),
          },
          { requiredKeys: [] },
        ),
      ),
    ),
  ),
) as fc.Arbitrary<Members>;

const textOf = (file: unknown): string => `${JSON.stringify(file, undefined, 2)}\n`;

function condensed(text: string | Buffer, known?: CondensedText, pieceSize = 1_000_000): CondensedText {
  const condenser = new Condenser(repeated.members, known);
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) {
    const copied = bytes.copy(condenser.room, 0, at, at + pieceSize);
    condenser.addFromRoom(copied);
    at += copied;
  }
  return condenser.end();
}

/** A piece is not valid for long. */
const copiesOf = (pieces: Iterable<Buffer>): Buffer[] => Array.from(pieces, (piece) => Buffer.from(piece));

const parsed = (text: string): unknown => new CondensedJson(condensed(text), repeated).parse();

describe('a large JSON file', () => {
  it('is written with the same bytes as by JSON.stringify', () => {
    fc.assert(
      fc.property(files, (file) => {
        const pieces = new JsonPieces(repeated);
        const written = Buffer.concat(copiesOf(pieces.of(file)));
        assert.equal(written.toString(), textOf(file));
        assert.equal(pieces.written().toString(), textOf(file));
      }),
    );
  });

  it('is written in pieces, of which none is much larger than another', () => {
    const contexts = Array.from({ length: 5000 }, (_, at) => [
      String(at),
      { Environment: cloud('one'), Id: at },
    ]);
    const file = { Contexts: Object.fromEntries(contexts) as Members, Long: 'x'.repeat(2_000_000) };
    const pieces = copiesOf(new JsonPieces(repeated).of(file));
    assert.equal(Buffer.concat(pieces).toString(), textOf(file));
    assert.ok(pieces.length > 3);
  });

  it('is parsed as by JSON.parse, if no part was cut out elsewhere than in the map', () => {
    fc.assert(
      fc.property(files, (file) => {
        const text = textOf(file);
        const value = parsed(text);
        if (value !== undefined) assert.deepEqual(value, JSON.parse(text));
      }),
    );
    const shared = { Contexts: { a: { Environment: cloud('one') }, b: { Environment: cloud('one') } } };
    const { a, b } = (parsed(textOf(shared)) as typeof shared).Contexts;
    assert.deepEqual({ a, b }, shared.Contexts);
    assert.equal(a.Environment, b.Environment);
    assert.ok(Object.isFrozen(a.Environment) && Object.isFrozen(a.Environment.More));
    for (const other of [
      '{"Contexts":{"a":{"More":{"Environment":{}}}}}',
      '{"Contexts":{"a":{"Environment":{},"Environment":{}}}}',
      '{"Contexts":{"a":{"Environment":{/**/}}}}',
      '{"Contexts":[{"Environment":{}}]}',
      '{"Contexts":{"a":{"Environment":{}}',
      '[]',
    ])
      assert.equal(parsed(other), undefined, other);
  });

  it('is condensed to the same, whatever its pieces are, and put together again', () => {
    fc.assert(
      fc.property(files, fc.integer({ min: 1, max: 90 }), (file, pieceSize) => {
        const text = textOf(file);
        const whole = condensed(text);
        assert.equal(wholeText(whole).toString(), text);
        assert.deepEqual(condensed(text, undefined, pieceSize), whole);
      }),
    );
    const large = (size: number): string =>
      `{"Contexts":{"a":{"Environment": {"a":"${'x'.repeat(size)}"}, "b":`;
    for (const size of [10, 60_000, 70_000, 600_000])
      for (const text of [large(size), large(size).repeat(3)])
        assert.equal(wholeText(condensed(text, undefined, 100_000)).toString(), text);
    const many = Array.from({ length: 100 }, (_, at) => `"Environment":{"a":${String(at)}}`).join(',');
    assert.equal(wholeText(condensed(many.repeat(2))).toString(), many.repeat(2));
  });

  it('is the known one only if every byte is the same', () => {
    fc.assert(
      fc.property(files, fc.nat(), fc.integer({ min: 1, max: 255 }), (file, place, change) => {
        const text = Buffer.from(textOf(file));
        const known = condensed(text);
        assert.equal(condensed(text, known, 7), known);
        const other = Buffer.from(text);
        const at = place % other.length;
        other[at] = (other[at] ?? 0) ^ change;
        for (const changed of [
          other,
          text.subarray(0, at),
          Buffer.concat([text, text.subarray(0, at + 1)]),
        ]) {
          const found = condensed(changed, known, 11);
          assert.notEqual(found, known);
          assert.ok(wholeText(found).equals(changed));
          assert.equal(condensed(changed, found), found);
        }
      }),
    );
  });

  it('has the value that was written, with the objects that were not changed', () => {
    fc.assert(
      fc.property(files, files, (before, added) => {
        const old = JSON.parse(textOf(before)) as Members;
        const next = { ...old, ...added, Contexts: { ...(old.Contexts as Members | null), ...added } };
        const stored = asStored(next, old, repeated);
        assert.deepEqual(stored, JSON.parse(textOf(next)));
      }),
    );
    const one = { Environment: cloud('one') };
    const changed = { Contexts: { one, b: { Environment: one.Environment }, c: one } };
    const { Contexts: contexts } = asStored(changed, { Contexts: { one } }, repeated) as typeof changed;
    assert.equal(contexts.one, one);
    assert.notEqual(contexts.c, one);
    assert.equal(contexts.b.Environment, contexts.c.Environment);
  });

  it('is read as far as its size was when it was opened', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'file.json');
      await writeFile(path, '{}  ');
      const file = await open(path, 'r');
      try {
        for (const [size, text] of [
          [2, '{}'],
          [9, '  '],
        ] as const) {
          const read = await readCondensed(file.fd, size, { repeated, known: undefined });
          assert.equal(read.toString(), text);
        }
      } finally {
        await file.close();
      }
    });
  });

  describe('of a megabyte or more', () => {
    const contexts = (more: Members = {}): Members => {
      const entries = Array.from({ length: 4000 }, (_, at) => [
        `context ${String(at)}`,
        { Id: at, Environment: { ...cloud('one'), Text: 'x'.repeat(400) } },
      ]);
      return { Key: 'a', Contexts: { ...(Object.fromEntries(entries) as Members), ...more } };
    };
    const read = (path: string): Promise<Members | undefined> => readJsonFile<Members>(path, { repeated });
    const change = (path: string, by: (file: Members) => Members): Promise<Members | undefined> =>
      updateJsonFile<Members>(path, (file) => by(file ?? {}), { repeated, signal: never });

    it('is parsed once, as long as nothing changes, and not after its own changes', async () => {
      await inFolder(async (folder) => {
        const path = join(folder, 'file.json');
        await writeFile(path, textOf(contexts()));
        const first = await read(path);
        assert.deepEqual(first, contexts());
        assert.equal(await read(path), first);
        await change(path, (file) => ({ ...file, Key: 'b' }));
        const second = await read(path);
        assert.deepEqual(second, { ...contexts(), Key: 'b' });
        assert.equal((second as Members).Contexts, first.Contexts);
        assert.equal(await readFile(path, 'utf8'), textOf(second));
        assert.equal(await read(path), second);
      });
    });

    it('shows each change of another process, in place or by a new file, of the same size or not', async () => {
      await inFolder(async (folder) => {
        const path = join(folder, 'file.json');
        await change(path, () => contexts());
        for (const [turn, text] of [
          textOf({ ...contexts(), Key: 'b' }),
          textOf(contexts({ more: { Environment: cloud('two') } })),
          textOf(contexts()).replace('"Id": 3999', '"Id": 4999'),
          textOf({ Key: 'small' }),
          textOf(contexts()).replaceAll('\n', '\r\n'),
          `// by hand\n${textOf(contexts())}`,
        ].entries()) {
          const { mtime } = await stat(path);
          if (turn % 2 === 0) await writeFile(path, text);
          else {
            await writeFile(`${path}.new`, text);
            await rename(`${path}.new`, path);
          }
          const file = await open(path, 'r+');
          await file.utimes(mtime, mtime);
          await file.close();
          assert.deepEqual(await read(path), JSON.parse(text.replace('// by hand\n', '')), String(turn));
        }
      });
    });

    it('is moved to a new name if it is damaged, and otherwise written again after a failed write', async () => {
      await inFolder(async (folder) => {
        const path = join(folder, 'file.json');
        await change(path, () => contexts());
        // A folder stands where the new file should go.
        const blocked = join(folder, 'blocked.json');
        await mkdir(blocked);
        await assert.rejects(change(blocked, () => contexts()));
        await appendFile(path, '{');
        let keptAs: string | undefined;
        const found = await readJsonFile(path, {
          repeated,
          onDamaged: (_, name) => {
            keptAs = name;
          },
        });
        assert.equal(found, undefined);
        assert.equal(await readFile(keptAs ?? '', 'utf8'), `${textOf(contexts())}{`);
        await change(path, () => contexts());
        assert.deepEqual(await read(path), contexts());
      });
    });
  });
});
