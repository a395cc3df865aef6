// PowerShell's own console, with PSReadLine, in a terminal with simulated key presses.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLocalCloud, type LocalCloud } from '../local-cloud/index.ts';
import { ensurePowerShell } from '../powershell/index.ts';
import { TerminalSession } from '../support/terminal.ts';

const manifest = fileURLToPath(new URL('../../Az.LoginTs.psd1', import.meta.url));
const prompt = /^PS> $/;

describe('the module in an interactive console', () => {
  let cloud: LocalCloud;
  let home: string;
  let terminal: TerminalSession;
  const ends: (() => Promise<void>)[] = [];

  before(async function () {
    // The pseudo-terminal comes from util-linux.
    if (process.platform !== 'linux') this.skip();
    cloud = await startLocalCloud();
    ends.push(() => cloud.stop());
    home = await mkdtemp(join(tmpdir(), 'azlogints-'));
    ends.push(() => rm(home, { recursive: true, force: true }));
    const begin = `function global:prompt { 'PS> ' }; Import-Module '${manifest}'; $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint ${cloud.armUrl}`;
    terminal = new TerminalSession(
      [await ensurePowerShell(), '-NoProfile', '-NoLogo', '-NoExit', '-Command', begin],
      {
        columns: 110,
        rows: 50,
        folder: home,
        environment: {
          PATH: process.env.PATH ?? '',
          HOME: home,
          LANG: 'C.UTF-8',
          TERM: 'xterm-256color',
          AZ_LOGINTS_CA_FILE: cloud.caFile,
          DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
        },
      },
    );
    ends.push(() => terminal.close());
    await terminal.waitAtCursor(prompt);
  });

  after(async () => {
    for (const end of ends.reverse()) await end();
  });

  /** Types a command. Returns what the terminal shows of it once the prompt is back. */
  async function type(command: string): Promise<string> {
    const first = terminal.cursorLine;
    terminal.press(`${command}\r`);
    await terminal.waitUntil(() => terminal.cursorLine > first, `the line after ${command}`);
    await terminal.waitAtCursor(prompt);
    return terminal.linesFrom(first).join('\n');
  }

  it('completes values with Tab', async () => {
    terminal.press('(Get-AzEnvironment LocalC\t');
    await terminal.waitAtCursor(/LocalCloud$/);
    assert.match(await type(').Name'), /^LocalCloud$/m);
  });

  it('returns to the prompt on Ctrl+C, and keeps its engine', async () => {
    const engineId = "'engine ' + (& (Get-Module Az.LoginTs) { Get-EngineShared }).Connection.Process.Id";
    const engineOf = (shown: string): string | undefined => /^engine \d+$/m.exec(shown)?.[0];
    const before = engineOf(await type(engineId));
    const first = terminal.cursorLine;
    terminal.press('Connect-AzAccount -Environment LocalCloud -UseDeviceAuthentication\r');
    await terminal.waitUntil(
      () => terminal.linesFrom(first).join('\n').includes('Waiting for the device code'),
      'the wait for the code',
    );
    terminal.press('\u0003');
    await terminal.waitAtCursor(prompt);
    assert.match(await type('"contexts: $(@(Get-AzContext -ListAvailable).Count)"'), /^contexts: 0$/m);
    assert.notEqual(before, undefined);
    assert.equal(engineOf(await type(engineId)), before);
  });
});
