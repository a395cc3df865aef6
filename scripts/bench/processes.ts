// Measures many engines of one user that use the same files at the same time, against one that does all the work.
import { homeWithContexts } from './contexts.ts';
import { interleave, timed } from './measure.ts';
import { rowOf, type Group } from './row.ts';
import type { Stage } from './stage.ts';

const processes = 32;
const tokenReads = 50;
const switches = 5;
const contexts = 10;

export const manyProcesses: Group = {
  name: 'processes',
  async measure(stage, runs) {
    const home = await homeWithContexts(stage, contexts);
    const { ours, one } = await interleave(runs, {
      ours: () =>
        timed(() =>
          Promise.all(Array.from({ length: processes }, (_, index) => work(stage, home, 1, index))),
        ),
      one: () => timed(() => work(stage, home, processes, 0)),
    });
    return [
      rowOf({ what: '32 processes, each 50 token reads and 5 context switches' }, ours, [
        { what: 'one process doing all of it', costs: one },
      ]),
    ];
  },
};

async function work(stage: Stage, home: string, times: number, index: number): Promise<void> {
  const engine = await stage.engine(home);
  for (let time = 0; time < times; time++) {
    for (let turn = 0; turn < switches; turn++) {
      const name = `context ${String(((index + time + turn) % contexts) + 1)}`;
      await engine.call('Select-AzContext', { Name: name }, { parameterSet: 'SelectByName' });
      for (let read = 0; read < tokenReads / switches; read++) await engine.call('Get-AzAccessToken');
    }
  }
  await engine.stop();
}
