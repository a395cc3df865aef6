import assert from 'node:assert/strict';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  parseJson,
  readJsonFile,
  updateJsonFile,
  type OnDamaged,
} from '../../../../engine/storage/files/json-file.ts';
import { ended } from '../../../support/child-process.ts';
import { inFolder, never, startProgram } from '../helpers.ts';

describe('a JSON file', () => {
  it('is undefined if it does not exist, and may begin with a byte order mark', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'file.json');
      assert.equal(await readJsonFile(path), undefined);
      await writeFile(path, '\uFEFF{"a":1}');
      assert.deepEqual(await readJsonFile(path), { a: 1 });
      await writeFile(path, '');
      assert.equal(await readJsonFile(path), undefined);
    });
  });

  it('may contain comments and trailing commas, like the files that Az.Accounts reads', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'file.json');
      const onDamaged = (): void => {
        assert.fail('It is not damaged.');
      };
      await writeFile(
        path,
        `// by hand
        {
          "https://one": "a // no comment, /* nor this */, ]", // a comment: "}"
          /* more
             of it * / */
          "list": [1, 2, /* last */ ],
          "quoted": "\\"},\\\\",
        }
        /**/`,
      );
      assert.deepEqual(await readJsonFile(path, { onDamaged }), {
        'https://one': 'a // no comment, /* nor this */, ]',
        list: [1, 2],
        quoted: '"},\\',
      });
      await updateJsonFile<object>(path, (file) => ({ ...file, list: [] }), { signal: never, onDamaged });
      assert.match(await readFile(path, 'utf8'), /^\{\n {2}"https:/);
      for (const damaged of ['{"a": 1,,}', '{"a": /* 1 }', '{"a": 1} /', '{,}', '{"a": [,]}', '{"a":,}']) {
        assert.ok(parseJson(damaged).damaged, damaged);
      }
    });
  });

  it('is replaced as a whole, and not written if nothing changes', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'file.json');
      const options = { signal: never };
      assert.deepEqual(await updateJsonFile<object>(path, (current) => current ?? { a: 1 }, options), {
        a: 1,
      });
      assert.equal(await updateJsonFile<object>(join(folder, 'none'), () => undefined, options), undefined);
      await updateJsonFile<{ a: number }>(path, () => undefined, options);
      assert.deepEqual(JSON.parse(await readFile(path, 'utf8')), { a: 1 });
      assert.deepEqual(await readdir(folder), ['file.json']);
    });
  });

  it('is moved to a new name, reported and never overwritten if it is damaged', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'file.json');
      for (const use of [
        (onDamaged: OnDamaged) => readJsonFile<object>(path, { onDamaged }),
        (onDamaged: OnDamaged) =>
          updateJsonFile<object>(path, (current) => current ?? { a: 1 }, { signal: never, onDamaged }),
      ]) {
        const reports: (string | undefined)[][] = [];
        await writeFile(path, '{"a": tru');
        // Nobody is writing it any more.
        await utimes(path, 0, 0);
        await use((...facts) => reports.push(facts));
        assert.equal(reports.length, 1);
        assert.equal(reports[0]?.[0], path);
        assert.equal(await readFile(reports[0][1] ?? '', 'utf8'), '{"a": tru');
      }
      assert.deepEqual(await readJsonFile(path), { a: 1 });
    });
  });

  // A write in place empties the file first.
  for (const [state, begun] of [
    ['half of it', '{"a":'],
    ['nothing', ''],
  ] as const)
    it(`is read again, not moved, if another program is just writing it, and has written ${state}`, async () => {
      await inFolder(async (folder) => {
        const path = join(folder, 'file.json');
        await writeFile(path, begun);
        // The time is in the future, so that a pause of this process makes the write no older.
        const soon = Date.now() / 1000 + 3600;
        await utimes(path, soon, soon);
        const reading = readJsonFile(path, { onDamaged: () => assert.fail('It is not damaged.') });
        setTimeout(() => void writeFile(path, '{"a":1}'), 500);
        assert.deepEqual(await reading, { a: 1 });
      });
    });

  it('counts as absent if it stays empty', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'file.json');
      await writeFile(path, '');
      await utimes(path, 0, 0);
      const read = await readJsonFile(path, { onDamaged: () => assert.fail('It is not damaged.') });
      assert.equal(read, undefined);
    });
  });

  it('loses nothing when ten processes change it at once and are killed at random', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'file.json');
      const done: string[] = [];
      const run = async (name: string, mayDie: boolean): Promise<void> => {
        const child = startProgram('add-entries.ts', [path, name, '25']);
        let killed = false;
        child.stdout?.on('data', (data: Buffer | string) => {
          done.push(...data.toString().trim().split('\n'));
          if (!mayDie || killed) return;
          killed = true;
          setTimeout(() => child.kill('SIGKILL'), Math.random() * 150);
        });
        const { code, stderr } = await ended(child);
        if (!mayDie) assert.equal(code, 0, stderr);
      };
      await Promise.all(Array.from({ length: 10 }, (_, index) => run(`p${String(index)}`, index % 2 === 1)));
      const entries = (await readJsonFile<Record<string, number>>(path)) ?? {};
      assert.deepEqual(
        done.filter((name) => entries[name] === undefined),
        [],
      );
      assert.ok(done.length >= 5 * 25);
    });
  });

  it('is always read whole while others change it', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'file.json');
      const writer = startProgram('add-entries.ts', [path, 'p', '60']);

      let largest = 0;
      while (writer.exitCode === null) {
        const text = await readFile(path, 'utf8').catch(() => '{}');
        await new Promise((resolve) => setImmediate(resolve));
        const { length } = Object.keys(JSON.parse(text) as object);
        assert.ok(length >= largest);
        largest = length;
      }
    });
  });
});
