import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readModuleSources } from '../../scripts/generate/module-sources.ts';

describe('the scripts in module/', () => {
  let folder: string;
  const write = (path: string, text: string): Promise<void> => writeFile(join(folder, path), text);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'az-logints-module-'));
    await mkdir(join(folder, 'calls'));
    await mkdir(join(folder, 'generated'));
    await write('at-first-command.ps1', '$script:One = 1\n');
    await write('calls/Get-One.ps1', 'function Get-One {\n    1\n}\n');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('start with the one that runs at the first command, and exclude generated ones', async () => {
    await write('generated/Az.LoginTs.ps1', 'Get-One');
    await mkdir(join(folder, 'a'));
    await write('a/Get-Two.ps1', '\uFEFFfunction Get-Two {\n    2\n}\n');
    assert.deepEqual(await readModuleSources(folder), [
      { path: 'at-first-command.ps1', name: undefined, text: '$script:One = 1' },
      { path: 'a/Get-Two.ps1', name: 'Get-Two', text: 'function Get-Two {\n    2\n}' },
      { path: 'calls/Get-One.ps1', name: 'Get-One', text: 'function Get-One {\n    1\n}' },
    ]);
  });

  const faults = {
    'a function with another name': 'function Get-Other {\n    1\n}\n',
    'two functions': 'function Get-Two {\n    1\n}\n\nfunction Get-Other {\n    2\n}\n',
    'code outside its function': '$script:One = 1\nfunction Get-Two {\n    1\n}\n',
    'no function': '',
  };
  for (const [what, text] of Object.entries(faults)) {
    it(`are rejected with ${what}`, async () => {
      await write('calls/Get-Two.ps1', text);
      await assert.rejects(readModuleSources(folder), {
        message: 'module/calls/Get-Two.ps1 must hold the function Get-Two and nothing else.',
      });
    });
  }
});
