// The page that tells a working day is what happens when that day is lived through again.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { makeWorkingDay, workingDayPage } from '../../scripts/working-day.ts';

describe('the page of a working day', () => {
  before(function () {
    // It takes a pseudo-terminal from util-linux, and a keyring from the Secret Service.
    if (process.platform !== 'linux') this.skip();
  });

  it('is what a PowerShell prints, and leaves on disk, when it is done again', async function () {
    this.timeout(240_000);
    assert.equal(await makeWorkingDay(), await readFile(workingDayPage, 'utf8'));
  });
});
