// The views of the objects at 80 and at 120 columns, on a terminal and piped, compared with pages that a person has
// read. `UPDATE_GOLDEN=1` writes the pages: read them before you keep them.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLocalCloud, type LocalCloud } from '../local-cloud/index.ts';
import { ensurePowerShell } from '../powershell/index.ts';
import { manifest, runPowerShell, variablesFor } from '../support/powershell.ts';
import { TerminalSession } from '../support/terminal.ts';
import { app } from '../support/wire-bench.ts';

const folder = fileURLToPath(new URL('views/', import.meta.url));
const script = join(folder, 'show-views.ps1');
const variables = { TEST_APP: app.userName, TEST_SECRET: app.secret, NO_COLOR: '1' };

describe('the views of objects', function () {
  this.timeout(240_000);
  let cloud: LocalCloud;

  before(async () => {
    cloud = await startLocalCloud();
  });
  after(() => cloud.stop());

  for (const width of [80, 120]) {
    it(`show whole IDs, states and names at ${String(width)} columns when piped`, async () => {
      const { output } = await runPowerShell(
        `& '${script}' '${manifest}' ${String(width)}`,
        cloud,
        variables,
      );
      await assertPage(`${String(width)}-piped`, output);
      assertFits(output, width);
    });

    it(`show whole IDs, states and names on a terminal of ${String(width)} columns`, async () => {
      const home = await mkdtemp(join(tmpdir(), 'azlogints-'));
      const command = [await ensurePowerShell(), '-NoProfile', '-NonInteractive', '-File', script, manifest];
      const environment = { ...variablesFor(cloud, home), ...variables, TERM: 'xterm-256color' };
      const terminal = new TerminalSession(command, {
        columns: width,
        rows: 400,
        environment: environment,
        folder: home,
      });
      try {
        const lines = (): string[] => terminal.linesFrom();
        await terminal.waitUntil(() => lines().includes('== end'), 'the last view');
        await assertPage(`${String(width)}-terminal`, lines().join('\n'));
      } finally {
        await terminal.close();
        await rm(home, { recursive: true, force: true });
      }
    });
  }

  async function assertPage(name: string, output: string): Promise<void> {
    const page = stable(output, cloud);
    const path = join(folder, `${name}.txt`);
    if (process.env.UPDATE_GOLDEN === '1') await writeFile(path, page);
    assert.equal(page, await readFile(path, 'utf8'));
  }
});

function assertFits(output: string, width: number): void {
  const long = output.split('\n').filter((line) => line.trimEnd().length > width);
  assert.deepEqual(long, []);
}

/**
 * A page without what differs between runs. On a terminal, PowerShell prints more or fewer empty lines between
 * objects, and breaks long list values one character earlier.
 */
function stable(output: string, cloud: LocalCloud): string {
  return `${output
    .slice(output.indexOf('=='))
    .replaceAll('\r', '')
    .replaceAll(new URL(cloud.armUrl).host, 'arm.example')
    .replaceAll(new URL(cloud.loginUrl).host, 'login.example')
    .replace(/(Context|Cache)(Directory|File)( *): .*/g, '$1$2$3: …')
    .replace(/^(ExpiresOn *): .*/gm, '$1: …')
    .replace(/^(Headers *): [^\n]*(?:\n {4,}[^\n]*)*/gm, '$1: …')
    .replace(/^(CaFile +)\S+( .*)(?:\n {20,}\S+ *)*/gm, '$1…$2')
    .replace(/^(Engine +Ok) [^\n]*(?:\n {20,}[^\n]*)*/gm, '$1 …')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .join('\n')}\n`;
}
