// The rows of the matrix: the faults, and what each may lose.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { newOwner } from '../../engine/storage/files/lock-owner.ts';
import type { Fault } from '../local-cloud/index.ts';
import { canMountDisk } from '../support/disk.ts';
import type { EngineStart } from '../support/engine-process.ts';
import {
  beginAbsentKeyring,
  beginFullDisk,
  beginLockedKeyring,
  beginReadOnlyHome,
  beginRunningLocks,
  cacheFile,
  writeLocks,
  type LastingFault,
  type Place,
  type Variables,
} from './machine-faults.ts';
import type { Signal } from './signal-cell.ts';

export interface MatrixFault {
  readonly name: string;
  /** Whether it can be tried on this machine; true if omitted. */
  readonly isPossible?: () => boolean;
  /** Runs before the cell's engine starts. */
  readonly prepare?: (place: Place) => Promise<void> | void;
  /** Begins a fault that lasts until it is ended, before the cell's engine starts. */
  readonly begin?: (place: Place) => Promise<LastingFault>;
  /** How the cell's engine is started. */
  readonly start?: (place: Place) => EngineStart;
  /** Environment variables of the cell's PowerShell. */
  readonly variables?: Variables;
  /** Sent in the middle of the action, which runs in a real PowerShell. */
  readonly signal?: Signal;
  /** The stored data that is necessarily lost, because the fault damages it. */
  readonly loses?: 'contexts' | 'tokens';
}

/**
 * The paths that commands request. Pages for a person are not among them: a fault there would only hit the test's
 * person.
 */
const asked = [
  ...['/oauth2/v2.0/token', '/devicecode', '/msi/token', '/idtoken'],
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

/** What a process that has ended left behind. */
const deadOwner = { ...newOwner(), pid: 2 ** 22 - 1, started: '1' };

export const matrixFaults: readonly MatrixFault[] = [
  { name: 'no fault' },
  everywhere('every response takes 1 s', { kind: 'latency', milliseconds: 1000 }),
  everywhere('every response body takes 1 s', { kind: 'slow-body', milliseconds: 1000 }),
  everywhere('no response', { kind: 'hang' }),
  everywhere('nothing after the headers', { kind: 'hang', after: 'headers' }),
  everywhere('429 once, with a wait of 1 s', { kind: 'throttle', retryAfterSeconds: 1, times: 1 }),
  everywhere('429 once, with a date 2 s ahead', {
    kind: 'throttle',
    retryAfterSeconds: 2,
    hasDate: true,
    times: 1,
  }),
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
    name: 'refresh token rotated by another PowerShell',
    prepare: async ({ cloud, renewTokens }: Place): Promise<void> => {
      const renewal = Date.now() + 1;
      while (Date.now() < renewal) await delay(1);
      await renewTokens();
      cloud.faults.refreshTokensRevokedBefore = renewal;
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
      await writeLocks(home, deadOwner);
    },
  },
  { name: 'locks of a running process', begin: beginRunningLocks },
  { name: 'full disk', isPossible: canMountDisk, begin: beginFullDisk },
  { name: 'read-only home', isPossible: canMountDisk, begin: beginReadOnlyHome },
  { name: 'keyring locked', begin: beginLockedKeyring },
  { name: 'keyring absent', begin: beginAbsentKeyring },
  { name: 'engine killed', signal: { name: 'SIGKILL', to: 'engine' } },
  { name: 'engine stopped', signal: { name: 'SIGSTOP', to: 'engine' } },
  { name: 'PowerShell killed', signal: { name: 'SIGKILL', to: 'PowerShell' } },
];
