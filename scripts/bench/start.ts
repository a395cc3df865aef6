// Measures the start of the engine, and the first command.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineProcess } from '../../test/support/index.ts';
import { findAzAccounts, moduleFolders } from './az-accounts.ts';
import { interleave } from './measure.ts';
import { rowOf, type Group } from './row.ts';
import type { Stage } from './stage.ts';

export const starting: Group = {
  name: 'start',
  async measure(stage, runs) {
    const home = await stage.signedInHome();
    const script = join(stage.folder, 'print.cjs');
    await writeFile(script, "process.stdout.write('ready\\n');\n");
    const engine = await interleave(runs, {
      ours: () => untilHello(stage, home),
      print: () => untilPrinted(stage.node, script),
    });
    const node = [stage.node, script].map((path) => `'${path.replaceAll("'", "''")}'`);
    const floor = `Import-Module Empty; $start = [System.Diagnostics.ProcessStartInfo]::new(${node[0] ?? ''}, ${node[1] ?? ''}); $start.UseShellExecute = $false; $start.RedirectStandardOutput = $true; [System.Diagnostics.Process]::Start($start).StandardOutput.ReadLine()`;
    const wall = async (command: string): Promise<number> => (await stage.powershell(command, home)).ms;
    const accounts = await findAzAccounts(moduleFolders());
    const first = await interleave(runs, {
      ours: () => wall('Import-Module Az.LoginTs; Get-AzContext'),
      print: () => wall("'ready'"),
      empty: () => wall("Import-Module Empty; 'ready'"),
      floor: () => wall(floor),
      theirs: accounts && (() => wall(`${accounts.importing}; Get-AzContext`)),
    });
    return [
      rowOf({ what: 'the engine, until `initialize` is answered' }, engine.ours, [
        { what: 'the same Node.js printing a line', costs: engine.print, most: 1.5 },
      ]),
      rowOf({ what: 'first `Get-AzContext`, fresh process, all included' }, first.ours, [
        { what: 'the same process printing a line', costs: first.print, most: 1.9 },
        { what: 'the same process importing an empty module', costs: first.empty },
        { what: 'that, and reading a line of Node.js: the floor', costs: first.floor },
        { what: `the same with Az.Accounts ${accounts?.version ?? ''}`, costs: first.theirs },
      ]),
    ];
  },
};

async function untilPrinted(node: string, script: string): Promise<number> {
  const start = performance.now();
  const child = spawn(node, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  await once(child.stdout, 'data');
  const ms = performance.now() - start;
  await gone;
  return ms;
}

async function untilHello(stage: Stage, home: string): Promise<number> {
  const start = performance.now();
  const child = spawn(stage.node, [stage.engineScript], {
    env: stage.environment(home),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const params = { buildId: EngineProcess.buildId };
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`);
  await once(child.stdout, 'data');
  const ms = performance.now() - start;
  const gone = once(child, 'exit');
  child.stdin.end();
  await gone;
  return ms;
}
