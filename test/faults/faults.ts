// The rows of the matrix: the faults, and what each may lose.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newOwner } from '../../engine/storage/files/lock-owner.ts';
import type { Fault, LocalCloud } from '../local-cloud/index.ts';
import type { EngineStart } from '../support/engine-process.ts';
import { fileURLToPath } from 'node:url';

/** The cloud and home in which a cell runs. */
export interface Place {
  readonly cloud: LocalCloud;
  readonly home: string;
}

export interface MatrixFault {
  readonly name: string;
  /** Runs before the cell's engine starts. */
  readonly prepare?: (place: Place) => Promise<void> | void;
  /** How the cell's engine is started. */
  readonly start?: (place: Place) => EngineStart;
  /** Environment variables of the cell's PowerShell. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The stored data that is necessarily lost, because the fault damages it. */
  readonly loses?: 'contexts' | 'tokens';
}

/**
 * The paths that commands request. Pages for a person are not among them: a fault there would only hit the test's
 * person.
 */
const asked = [
  ...['/oauth2/v2.0/token', '/devicecode', '/metadata/identity/oauth2/token', '/idtoken'],
  ...['openid-configuration', '/subscriptions', '/tenants'],
];

type Trouble = Fault extends infer One ? (One extends Fault ? Omit<One, 'path'> : never) : never;

/** The same fault at every path that commands request. */
function everywhere(name: string, trouble: Trouble): MatrixFault {
  return {
    name,
    prepare: ({ cloud }: Place): void => {
      for (const path of asked) cloud.faults.add({ ...trouble, path });
    },
  };
}

const networkFault = fileURLToPath(new URL('network-fault.cjs', import.meta.url));

function ofMachine(name: string, fault: 'refused' | 'dns'): MatrixFault {
  return {
    name,
    prepare: ({ home }) => writeFile(join(home, 'network-fault'), ''),
    start: ({ home }) => ({
      nodeOptions: ['--require', networkFault],
      variables: { TEST_NETWORK_FAULT: fault, TEST_NETWORK_FAULT_FROM: join(home, 'network-fault') },
    }),
  };
}

const portal = '<html><title>Sign in to the Wi-Fi</title></html>';
const cacheFile = join('.IdentityService', 'msal.cache.cae');

/** What a process that has ended left behind. */
const deadOwner = JSON.stringify({ ...newOwner(), pid: 2 ** 22 - 1, started: '1' });

export const matrixFaults: readonly MatrixFault[] = [
  { name: 'no fault' },
  everywhere('every response takes 1 s', { kind: 'latency', milliseconds: 1000 }),
  everywhere('no response', { kind: 'hang' }),
  everywhere('429 once, with a wait of 1 s', { kind: 'throttle', retryAfterSeconds: 1, times: 1 }),
  everywhere('429, with a wait of 600 s', { kind: 'throttle', retryAfterSeconds: 600 }),
  ...[500, 502, 503, 504].flatMap((status) => [
    everywhere(`${String(status)} once`, { kind: 'server-error', status, times: 1 }),
    everywhere(String(status), {
      kind: 'server-error',
      status,
      from: status === 500 ? 'service' : 'gateway',
    }),
  ]),
  ofMachine('connection refused', 'refused'),
  ofMachine('unknown host name', 'dns'),
  { name: 'certificate not trusted', variables: { AZ_LOGINTS_CA_FILE: '' } },
  everywhere('connection reset once, before the service acts', { kind: 'reset', times: 1 }),
  everywhere('connection reset before the service acts', { kind: 'reset' }),
  everywhere('connection reset once, after the service acted', { kind: 'lost-answer', times: 1 }),
  everywhere('truncated response', { kind: 'truncate' }),
  everywhere('invalid JSON', { kind: 'wrong-json' }),
  everywhere('JSON of the wrong types', {
    kind: 'answer',
    status: 200,
    body: '{"value":42,"access_token":{},"device_code":7,"token_endpoint":[]}',
  }),
  everywhere('page of a captive portal', { kind: 'answer', status: 200, body: portal }),
  ...[600, -600].map((seconds) => ({
    name: `the clock of the services is ${seconds > 0 ? '10 min ahead' : '10 min behind'}`,
    prepare: ({ cloud }: Place): void => {
      cloud.faults.clockSkewSeconds = seconds;
    },
  })),
  {
    name: 'expired refresh tokens',
    prepare: ({ cloud }: Place): void => {
      cloud.faults.expireRefreshTokens();
    },
  },
  {
    name: 'revoked refresh tokens',
    prepare: ({ cloud }: Place): void => {
      cloud.faults.revokeRefreshTokens();
    },
  },
  {
    name: 'claims challenge',
    prepare: ({ cloud }: Place): void => {
      cloud.faults.claimsChallenge = JSON.stringify({
        access_token: { acrs: { essential: true, value: 'c1' } },
      });
    },
  },
  {
    name: 'damaged token cache',
    prepare: ({ home }) => writeFile(join(home, cacheFile), '{"AccessToken": {', { mode: 0o600 }),
    loses: 'tokens',
  },
  {
    name: 'damaged context file',
    prepare: ({ home }) => writeFile(join(home, 'AzureRmContext.json'), '{"Contexts": {', { mode: 0o600 }),
    loses: 'contexts',
  },
  {
    name: 'locks of an ended process',
    prepare: async ({ home }: Place): Promise<void> => {
      for (const file of ['AzureRmContext.json', cacheFile])
        await writeFile(join(home, `${file}.lock`), deadOwner, { mode: 0o600 });
    },
  },
];
