import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findAzAccounts } from '../../scripts/bench/az-accounts.ts';

describe('Az.Accounts as a yardstick of the bench', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'az-logints-modules-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const install = async (modules: string, version: string): Promise<void> => {
    const place = join(folder, modules, 'Az.Accounts', version);
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'Az.Accounts.psd1'), '@{}');
  };

  it('is the newest version in all folders of modules', async () => {
    await install('one', '5.9.0');
    await install('other', '5.10.1');
    const found = await findAzAccounts(['one', 'other', 'missing'].map((name) => join(folder, name)));
    assert.equal(found?.version, '5.10.1');
    assert.ok(found.importing.includes(join(folder, 'other', 'Az.Accounts', '5.10.1', 'Az.Accounts.psd1')));
  });

  it('is left out if no folder has a manifest of it', async () => {
    await mkdir(join(folder, 'one', 'Az.Accounts', '5.9.0'), { recursive: true });
    assert.equal(await findAzAccounts([join(folder, 'one')]), undefined);
  });
});
