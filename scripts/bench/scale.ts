// Measures the sign-in of a person with many subscriptions, with slow requests.
import { alex, startLocalCloud, type LocalCloud } from '../../test/local-cloud/index.ts';
import { interleave } from './measure.ts';
import { rowOf, type Group, type Row } from './row.ts';
import { names, type Stage } from './stage.ts';

const latencyMs = 50;
const pageSize = 500;

interface Size {
  readonly subscriptions: number;
  readonly tenants: number;
}

const sizes: readonly Size[] = [
  { subscriptions: 10, tenants: 1 },
  { subscriptions: 1000, tenants: 1 },
  { subscriptions: 1000, tenants: 10 },
  { subscriptions: 10_000, tenants: 1 },
  { subscriptions: 10_000, tenants: 100 },
];

export const scale: Group = {
  name: 'scale',
  async measure(stage, runs) {
    const clouds = await Promise.all(
      sizes.map((size) => startLocalCloud({ names, scale: size, latencyMs, pageSize })),
    );
    try {
      const contenders = sizes.map((size, index) => {
        const cloud = clouds[index];
        return [nameOf(size), cloud && (() => signInMs(stage, cloud, size))] as const;
      });
      const costs = await interleave(runs, Object.fromEntries(contenders));
      const rows = sizes.map((size): Row => {
        const series = costs[nameOf(size)] ?? [];
        const rounds = fewestRounds(size);
        return rowOf({ what: `sign-in with ${nameOf(size)}` }, series, [
          {
            what: `${String(rounds)} rounds of ${String(latencyMs)} ms`,
            costs: series.map(() => rounds * latencyMs),
            most: size.tenants > 10 ? 5 : 3,
          },
        ]);
      });
      return [...rows, growth(costs)];
    } finally {
      await Promise.all(clouds.map((cloud) => cloud.stop()));
    }
  },
};

function nameOf({ subscriptions, tenants }: Size): string {
  const few = tenants === 1 ? '1 tenant' : `${String(tenants)} tenants`;
  return `${subscriptions.toLocaleString('en')} subscriptions in ${few}`;
}

/**
 * Returns the number of requests that must wait for each other: a token, the tenants, then for all tenants at the same
 * time a token and the pages of the list, each of which has the address of the next.
 */
function fewestRounds({ subscriptions, tenants }: Size): number {
  return 3 + Math.ceil(subscriptions / tenants / pageSize);
}

/** The goal: ten times the subscriptions cost at most ten times as much. */
function growth(costs: Readonly<Record<string, readonly number[]>>): Row {
  const [less, more] = [
    { subscriptions: 1000, tenants: 10 },
    { subscriptions: 10_000, tenants: 100 },
  ].map(nameOf);
  return rowOf({ what: 'ten times the subscriptions and tenants (10,000 in 100)' }, costs[more ?? ''] ?? [], [
    { what: '1,000 subscriptions in 10 tenants', costs: costs[less ?? ''] ?? [], most: 10 },
  ]);
}

/** Returns the time of a sign-in that reads every subscription, in a new engine. */
async function signInMs(stage: Stage, cloud: LocalCloud, size: Size): Promise<number> {
  const engine = await stage.engine(await stage.newFolder(), reaching(cloud));
  const start = performance.now();
  await signInPerson(engine);
  const ms = performance.now() - start;
  const { outputs } = await engine.call(
    'Get-AzContext',
    { ListAvailable: true },
    { parameterSet: 'ListAllContexts' },
  );
  await engine.stop();
  if (outputs.length < size.subscriptions)
    throw new Error(`${String(outputs.length)} of ${String(size.subscriptions)} subscriptions were found.`);
  return ms;
}

type Engine = Awaited<ReturnType<Stage['engine']>>;

/** Returns the environment variables that make an engine use another cloud than the stage's. */
export function reaching(cloud: LocalCloud): Record<string, string> {
  return { HTTPS_PROXY: cloud.proxyUrl ?? '', AZ_LOGINTS_CA_FILE: cloud.caFile };
}

/** Signs in with a password, the only flow of a person that needs nobody at the browser. */
export function signInPerson(engine: Engine): Promise<unknown> {
  const credential = { userName: alex.username, password: { $secret: 0 } };
  return engine.call(
    'Connect-AzAccount',
    { Credential: { $credential: credential }, MaxContextPopulation: -1 },
    { parameterSet: 'UserWithCredential', secrets: [alex.password] },
  );
}
