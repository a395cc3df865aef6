// Checks that docs/working-day.md is what happens when its commands are run again.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { makeWorkingDay, workingDayPage } from '../../scripts/working-day.ts';

describe('the page of a working day', () => {
  before(function () {
    // This needs a pseudo-terminal from util-linux, and a keyring from the Secret Service.
    if (process.platform !== 'linux') this.skip();
  });

  it('is what PowerShell prints and leaves on disk when the commands are run again', async function () {
    this.timeout(240_000);
    assert.equal(await makeWorkingDay(), await readFile(workingDayPage, 'utf8'));
  });
});
