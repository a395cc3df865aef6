// The prompt for a subscription as a person sees it: a real PowerShell in a terminal of 24 lines.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { approveDeviceCode, startLocalCloud, type LocalCloud } from '../local-cloud/index.ts';
import { ensurePowerShell } from '../powershell/index.ts';
import { importModule, variablesFor } from '../support/powershell.ts';
import { TerminalSession } from '../support/terminal.ts';
import { alex, contoso } from '../support/wire-bench.ts';

const rows = 24;

describe('the prompt for a subscription in a terminal', function () {
  this.timeout(180_000);
  let cloud: LocalCloud;
  let home: string;
  let terminal: TerminalSession;

  before(async () => {
    cloud = await startLocalCloud({ pollingIntervalSeconds: 1 });
    for (let number = 0; number < 30; number++) {
      const digits = String(number).padStart(5, '0');
      cloud.data.subscriptions.push({
        id: `5a000000-0000-4000-8000-0000000${digits}`,
        displayName: `Generated Subscription ${digits}`,
        ...{ tenant: 'contoso.example', principals: [alex.username] },
      });
    }
    home = await mkdtemp(join(tmpdir(), 'azlogints-'));
    const { PATH = '', ...variables } = variablesFor(cloud, home);
    const environment: Record<string, string> = { PATH, TERM: 'xterm-256color', LANG: 'C.UTF-8' };
    for (const name of ['HOME', 'AZ_LOGINTS_HOME', 'AZ_LOGINTS_CA_FILE', 'TEST_ARM']) {
      environment[name] = variables[name] ?? '';
    }
    const script = `${importModule.trim().replaceAll('\n', '; ')}; $null = Connect-AzAccount -Environment LocalCloud -Tenant ${contoso} -UseDeviceAuthentication; (Get-AzContext).Subscription.Name`;
    terminal = new TerminalSession([await ensurePowerShell(), '-NoProfile', '-NoLogo', '-Command', script], {
      ...{ columns: 100, rows, environment, folder: home },
    });
  });

  after(async () => {
    await terminal.close();
    await cloud.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('shows a list that fits, and takes the row that was typed as shown', async () => {
    const shown = (): string => terminal.linesFrom().join('\n');
    await terminal.waitUntil(() => /enter the code \S+/.test(shown()), 'the code');
    const code = /enter the code (\S+)/.exec(shown())?.[1] ?? '';
    await approveDeviceCode(cloud, code, alex);
    const question = /^Number, part of a name, or Enter for .*: $/;

    await terminal.waitAtCursor(question);
    const lines = terminal.linesFrom();
    const head = lines.findIndex((line) => line.startsWith('No '));
    assert.ok(head >= 0 && lines.length - head <= rows, `The head has left the screen:\n${lines.join('\n')}`);
    assert.match(shown(), /These are 1 to \d+ of 34\./);

    // Every row is one line, and row 25 is not among them.
    assert.doesNotMatch(shown(), /^\[25\]/m);
    const before = terminal.cursorLine;
    terminal.press('00025\r');
    await terminal.waitUntil(() => terminal.cursorLine > before, 'the line after the answer');
    await terminal.waitUntil(() => /^Generated Subscription 00025$/m.test(shown()), 'the subscription');
  });
});
