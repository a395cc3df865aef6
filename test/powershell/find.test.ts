// Tests which PowerShell the tests run in. Each search runs in its own process, because a process keeps its first
// result.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const index = new URL('./index.ts', import.meta.url).href;

describe('the PowerShell of the tests', () => {
  let folder: string;

  before(async function () {
    // The fake PowerShells are sh scripts that print a version.
    if (process.platform === 'win32') this.skip();
    folder = await mkdtemp(join(tmpdir(), 'azlogints-'));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  /** Creates a folder with a `pwsh` that reports the given version. */
  async function folderOf(version: string): Promise<string> {
    const place = join(folder, version);
    await mkdir(place);
    await writeFile(join(place, 'pwsh'), `#!/bin/sh\necho '${version}'\n`, { mode: 0o755 });
    return place;
  }

  async function find(folders: readonly string[], named = ''): Promise<string> {
    const env = { ...process.env, PATH: folders.join(delimiter), AZ_LOGINTS_TEST_PWSH: named };
    const script = `import('${index}').then(async ({ ensurePowerShell }) => console.log(await ensurePowerShell()))`;
    const parameters = ['--import', 'tsx', '-e', script];
    return (await promisify(execFile)(process.execPath, parameters, { env })).stdout.trim();
  }

  it('is the first of version 7.4 or later on PATH, unless the variable names another', async () => {
    const versions = ['PowerShell 6.2.7', 'PowerShell 7.3.12', 'PowerShell 7.10.0-rc.1', 'PowerShell 7.4.0'];
    const folders = await Promise.all(versions.map(folderOf));
    assert.equal(await find(folders), join(folder, 'PowerShell 7.10.0-rc.1', 'pwsh'));
    assert.equal(await find(folders, '/my/own/pwsh'), '/my/own/pwsh');
  });
});
