// Measures the resident memory of the engine, against a Node.js that does nothing.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { startLocalCloud } from '../../test/local-cloud/index.ts';
import { homeWithContexts } from './contexts.ts';
import { interleave } from './measure.ts';
import { rowOf, type Group } from './row.ts';
import { reaching, signInPerson } from './scale.ts';
import { names, signIn, type Stage } from './stage.ts';

type Engine = Awaited<ReturnType<Stage['engine']>>;

export const memory: Group = {
  name: 'memory',
  async measure(stage, runs) {
    const signedIn = await stage.signedInHome();
    const crowded = await homeWithContexts(stage, 10_000);
    const cloud = await startLocalCloud({ names, scale: { subscriptions: 10_000, tenants: 100 } });
    const after = async (
      work: (engine: Engine) => Promise<unknown>,
      home?: string,
      variables: Record<string, string> = {},
    ): Promise<number> => {
      const engine = await stage.engine(home ?? (await stage.newFolder()), variables);
      await work(engine);
      const held = residentMiB(engine.child.pid);
      await engine.stop();
      return held;
    };
    try {
      const costs = await interleave(runs, {
        idle: () => idleNode(stage),
        list: () => after((engine) => engine.call('Get-AzContext')),
        signIn: () => after(signIn),
        tokens: () => after(readTokens, signedIn),
        switching: () => after(switchContexts, crowded),
        scale: () => after(signInPerson, undefined, reaching(cloud)),
      });
      const row = (what: string, series: readonly number[], most?: number): ReturnType<typeof rowOf> =>
        rowOf(
          { what: `memory after ${what}`, unit: 'MiB', ...(most === undefined ? {} : { most }) },
          series,
          [{ what: 'an idle Node.js', costs: costs.idle }],
        );
      return [
        row('the first `Get-AzContext`', costs.list),
        row('a sign-in', costs.signIn, 90),
        row('1,000 token reads', costs.tokens),
        row('a sign-in with 10,000 subscriptions', costs.scale, 250),
        row('5 switches among 10,000 contexts', costs.switching, 250),
      ];
    } finally {
      await cloud.stop();
    }
  },
};

async function readTokens(engine: Engine): Promise<void> {
  for (let read = 0; read < 1000; read++) await engine.call('Get-AzAccessToken');
}

async function switchContexts(engine: Engine): Promise<void> {
  for (let turn = 1; turn <= 5; turn++)
    await engine.call(
      'Select-AzContext',
      { Name: `context ${String(turn)}` },
      { parameterSet: 'SelectByName' },
    );
}

async function idleNode(stage: Stage): Promise<number> {
  const child = spawn(stage.node, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  // Wait until the engine is idle.
  await delay(150);
  const held = residentMiB(child.pid);
  const gone = once(child, 'exit');
  child.stdin.end();
  await gone;
  return held;
}

function residentMiB(pid = 0): number {
  const kibibytes =
    process.platform === 'linux'
      ? /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]
      : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kibibytes) / 1024;
}
