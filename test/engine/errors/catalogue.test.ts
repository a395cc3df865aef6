import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorCauses } from '../../../engine/errors/error-causes.ts';
import { errorCatalogue } from '../../../engine/errors/catalogue.ts';
import { neverRaised } from '../../support/raised-errors.ts';

const ids = Object.keys(errorCatalogue) as (keyof typeof errorCatalogue)[];

describe('the error catalogue', () => {
  it('has a message, a cause and an action in full sentences for each id', () => {
    // A fact that is filled in at the end may bring its own full stop.
    const sentence = /^[^a-z].*(?:[.?]|\})$/s;
    const odd = ids.flatMap((id) => {
      const { message, action } = errorCatalogue[id];
      return [message, errorCauses[id], action].filter((text) => !sentence.test(text));
    });
    assert.deepEqual(odd, []);
  });

  it('reports the ids that no test has raised', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'azlogints-'));
    try {
      const path = join(folder, 'raised');
      const [first, ...others] = ids.filter((id) => id !== 'Authentication.Failed');
      await writeFile(path, `${['Authentication.AADSTS50034', ...others].join('\r\n')}\n`);
      assert.deepEqual(await neverRaised(path), [first]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
