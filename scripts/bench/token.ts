// Measures tokens of a signed-in account: repeatedly in one PowerShell, and the first one in a new PowerShell.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { azureCli, withoutAzureCli } from './azure-cli.ts';
import { companion, duel } from './duel.ts';
import { interleave } from './measure.ts';
import { rowOf, type Group, type Row } from './row.ts';
import type { Stage } from './stage.ts';

/** Reads a message and answers it, which is the least that any engine must do. */
const echo = `require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id: JSON.parse(line).id, result: {} }) + '\\n');
});
`;
const warmCalls = 1000;

export const tokens: Group = {
  name: 'token',
  async measure(stage, runs) {
    const home = await stage.signedInHome();
    return [await warm(stage, home, runs), await first(stage, home, runs)];
  },
};

async function warm(stage: Stage, home: string, runs: number): Promise<Row> {
  const script = join(stage.folder, 'echo.cjs');
  await writeFile(script, echo);
  const { ours = [], bare = [] } = await duel(stage, {
    home,
    setUp: `Import-Module Az.LoginTs\n${companion(stage.node, script)}`,
    contenders: {
      ours: 'Get-AzAccessToken',
      bare: `Ask '{"jsonrpc":"2.0","id":1,"method":"echo","params":{}}'`,
    },
    // Fewer runs with --quick.
    runs: runs < 15 ? 100 : warmCalls,
    warmUp: 100,
  });
  return rowOf({ what: '`Get-AzAccessToken`, warm' }, ours, [
    { what: 'a bare JSON line echoed by Node.js through the same pipe', costs: bare, most: 7 },
  ]);
}

async function first(stage: Stage, home: string, runs: number): Promise<Row> {
  const cli = await azureCli(stage);
  const cliHome = (await cli?.signIn())?.home ?? '';
  const costs = await interleave(runs, {
    ours: async () =>
      (await stage.powershell('Import-Module Az.LoginTs; $null = Get-AzAccessToken', home)).ms,
    cli: cli && (async () => (await cli.getToken(cliHome)).ms),
  });
  return rowOf(
    {
      what: '`Get-AzAccessToken`, first in a new process, token on disk',
      note: cli === undefined ? withoutAzureCli : undefined,
    },
    costs.ours,
    [{ what: '`az account get-access-token`', costs: costs.cli }],
  );
}
