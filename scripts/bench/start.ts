// How fast the engine is there, and the first command with it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineProcess } from '../../test/support/engine-process.ts';
import { interleave, timed } from './measure.ts';
import { rowOf, type Group } from './row.ts';
import type { Stage } from './stage.ts';

export const starting: Group = {
  name: 'start',
  async measure(stage, runs) {
    const home = await stage.newFolder();
    const script = join(stage.folder, 'empty.cjs');
    await writeFile(script, '');
    const engine = await interleave(runs, {
      ours: () => untilHello(stage, home),
      empty: () =>
        timed(() => once(spawn(stage.node, [script], { stdio: ['pipe', 'pipe', 'inherit'] }), 'exit')),
    });
    const wall = async (command: string): Promise<number> => (await stage.powershell(command, home)).ms;
    const first = await interleave(runs, {
      ours: () => wall('Import-Module Az.LoginTs; Get-AzContext'),
      print: () => wall("'ready'"),
      empty: () => wall("Import-Module Empty; 'ready'"),
    });
    return [
      rowOf({ what: 'the engine, until `initialize` is answered' }, engine.ours, [
        { what: 'the same Node.js, an empty script', costs: engine.empty, most: 2 },
      ]),
      rowOf({ what: 'first `Get-AzContext`, fresh process, all included' }, first.ours, [
        { what: 'the same process printing a line', costs: first.print, most: 1.5 },
        { what: 'the same process importing an empty module', costs: first.empty },
      ]),
    ];
  },
};

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
