// Proves the endpoints with Microsoft's own client, which must accept them as the real ones.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ManagedIdentityIdParams } from '@azure/msal-node';
import { decodeJwt } from 'jose';
import type { Place } from '../identity/place.ts';
import { startLocalCloud, type LocalCloud } from '../start.ts';
import type { MsalOutcome } from './msal-identity.ts';

const script = fileURLToPath(new URL('msal-identity.ts', import.meta.url));
const arm = 'https://management.azure.com/';
const machine = 'b0000000-0000-4000-8000-00000000c0a1';
const reports = 'b0000000-0000-4000-8000-00000000c0a2';
const reportsObjectId = '10000000-0000-4000-8000-00000000c0a2';
const reportsResourceId =
  '/subscriptions/1a000000-0000-4000-8000-000000000001/resourceGroups/web/providers/' +
  'Microsoft.ManagedIdentity/userAssignedIdentities/contoso-reports-identity';
const everyId: ManagedIdentityIdParams[] = [
  {},
  { userAssignedClientId: reports },
  { userAssignedObjectId: reportsObjectId },
  { userAssignedResourceId: reportsResourceId },
];

describe('local cloud: MSAL with a managed identity', () => {
  let cloud: LocalCloud;
  before(async () => {
    cloud = await startLocalCloud();
  });
  after(() => cloud.stop());

  const acquire = async (
    place: Place,
    identities: readonly ManagedIdentityIdParams[],
  ): Promise<MsalOutcome[]> => {
    const { PATH = '', SystemRoot = '' } = process.env;
    const env = { PATH, SystemRoot, NODE_EXTRA_CA_CERTS: cloud.caFile, ...place.variables };
    const argv = ['--import', 'tsx', script, arm, JSON.stringify(identities)];
    const { stdout } = await promisify(execFile)(process.execPath, argv, { env });
    return JSON.parse(stdout) as MsalOutcome[];
  };
  const appIds = (outcomes: readonly MsalOutcome[]): unknown[] =>
    outcomes.map(({ token, message }) => (token === undefined ? message : decodeJwt(token)['appid']));

  it('signs in through IMDS by every ID, and waits for the end of an update', async () => {
    const place = await cloud.identity.imds();
    cloud.faults.add({ kind: 'server-error', host: 'imds', path: '*', status: 404, times: 1 });
    assert.deepEqual(appIds(await acquire(place, everyId)), [machine, reports, reports, reports]);
    const none = await cloud.identity.imds({ identities: [] });
    const [refused] = await acquire(none, [{}]);
    assert.equal(refused?.error, 'invalid_request');
    assert.match(refused.message ?? '', /Identity not found/);
  });

  it('signs in through App Service by every ID', async () => {
    const place = await cloud.identity.appService();
    const outcomes = await acquire(place, [...everyId, { userAssignedClientId: 'unknown' }]);
    assert.deepEqual(appIds(outcomes.slice(0, 4)), [machine, reports, reports, reports]);
    assert.match(outcomes[4]?.message ?? '', /No User Assigned or Delegated Managed Identity/);
    const left = ((outcomes[0]?.expiresOn ?? 0) - Date.now()) / 3_600_000;
    assert.ok(left > 23.9 && left <= 24, `The token lives for ${String(left)} hours.`);
  });

  it('signs in through Cloud Shell as the person', async () => {
    const place = await cloud.identity.cloudShell();
    const [outcome] = await acquire(place, [{}]);
    assert.equal(decodeJwt(outcome?.token ?? '')['upn'], 'alex@contoso.example');
    const [refused] = await acquire(place, [{ userAssignedClientId: reports }]);
    assert.equal(refused?.error, 'unable_to_create_cloud_shell');
  });

  it('signs in through Machine Learning by client ID', async () => {
    const place = await cloud.identity.machineLearning();
    assert.deepEqual(appIds(await acquire(place, everyId.slice(0, 2))), [machine, reports]);
  });

  it('signs in through Service Fabric as the application', async () => {
    const place = await cloud.identity.serviceFabric({ identities: ['contoso-reports-identity'] });
    assert.deepEqual(appIds(await acquire(place, [{}])), [reports]);
  });

  it('reads Azure Arc’s key from no folder but the real one', async function () {
    if (process.platform !== 'linux') this.skip();
    const place = await cloud.identity.azureArc();
    assert.equal((await acquire(place, [{}]))[0]?.error, 'invalid_file_path');
  });

  it('signs in through Azure Arc if the real folder can be created', async function () {
    const keyFolder = '/var/opt/azcmagent/tokens';
    if (process.platform !== 'linux' || !canMake(keyFolder)) this.skip();
    try {
      const place = await cloud.identity.azureArc({ keyFolder });
      const outcomes = await acquire(place, everyId.slice(0, 2));
      assert.deepEqual(appIds(outcomes.slice(0, 1)), [machine]);
      assert.equal(outcomes[1]?.error, 'user_assigned_managed_identity_not_confirmed');
      const newer = await cloud.identity.azureArc({ keyFolder, supportsUserAssigned: true });
      assert.deepEqual(appIds(await acquire(newer, everyId)), [machine, reports, reports, reports]);
    } finally {
      rmSync('/var/opt/azcmagent', { recursive: true });
    }
  });
});

/** Not on a machine that has the agent, and only if this user can write there. */
function canMake(folder: string): boolean {
  if (existsSync('/var/opt/azcmagent')) return false;
  try {
    mkdirSync(folder, { recursive: true });
    return true;
  } catch {
    return false;
  }
}
