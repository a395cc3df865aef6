// Runs every flow in Azure's own clouds, under their real names and without Add-AzEnvironment, and compares the
// requests with test/fixtures/requests-by-cloud.json. After an intended change, write that file with:
//   AZ_LOGINTS_RECORD_REQUESTS=1 node --import tsx node_modules/mocha/bin/mocha.js test/wire/real-names.test.ts
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { azureClouds, issueCertificate, type AzureCloudName } from '../local-cloud/index.ts';
import { AzureNamesBench, linesOf } from '../support/azure-names.ts';
import type { CallResult } from '../support/engine-process.ts';
import { alex, app, contoso, fabrikam } from '../support/wire-bench.ts';

type Requests = Record<string, Record<string, readonly string[]>>;

const fixture = fileURLToPath(new URL('../fixtures/requests-by-cloud.json', import.meta.url));
const isRecording = process.env['AZ_LOGINTS_RECORD_REQUESTS'] === '1';

interface Flow {
  readonly title: string;
  /** Runs before the requests are recorded. */
  readonly prepare?: (bench: AzureNamesBench) => Promise<unknown>;
  readonly run: (bench: AzureNamesBench) => Promise<CallResult>;
  readonly check?: (result: CallResult, bench: AzureNamesBench) => void;
}

const environmentIs = ({ outputs }: CallResult, { azure }: AzureNamesBench): void => {
  const context = outputs[0]?.Context as Record<string, Record<string, unknown>>;
  assert.equal(context.Environment?.Name, azure);
  assert.equal(context.Tenant?.Id, contoso);
  assert.equal(context.Subscription?.Name, 'Contoso Production');
};
const hasToken = ({ secrets }: CallResult): void => {
  assert.match(secrets[0] ?? '', /^eyJ/);
};
const person = (bench: AzureNamesBench): Promise<unknown> => bench.connectWithCode({ Tenant: contoso });
const workload = { ServicePrincipal: true, ApplicationId: app.userName, Tenant: contoso };

async function connectWithCertificate(bench: AzureNamesBench): Promise<CallResult> {
  const issued = issueCertificate({ subject: 'contoso-deploy', days: 30, keyType: 'rsa' });
  bench.cloud.data.apps
    .find(({ clientId }) => clientId === app.userName)
    ?.certificates?.push(issued.certificatePem);
  const path = join(bench.home, 'deploy.pem');
  await writeFile(path, `${issued.privateKeyPem}${issued.certificatePem}`);
  return bench.connect(
    { ...workload, CertificatePath: path },
    'ServicePrincipalCertificateFileWithSubscriptionId',
  );
}

async function connectFromGitHub(bench: AzureNamesBench): Promise<CallResult> {
  const { variables } = await bench.cloud.ci.githubActions();
  return bench.connect(workload, 'ClientAssertionParameterSet', [], { environment: { ...variables } });
}

async function connectAsMachine(bench: AzureNamesBench): Promise<CallResult> {
  const { variables } = await bench.cloud.identity.imds();
  return bench.connect({ Identity: true }, 'ManagedServiceLogin', [], { environment: { ...variables } });
}

let givenToken = '';

const flows: readonly Flow[] = [
  { title: 'browser', run: (bench) => bench.connectWithBrowser(), check: environmentIs },
  { title: 'device code', run: (bench) => bench.connectWithCode(), check: environmentIs },
  {
    title: 'password',
    run: (bench) =>
      bench.connect(
        {
          Tenant: contoso,
          Credential: { $credential: { userName: alex.username, password: { $secret: 0 } } },
        },
        'UserWithCredential',
        [alex.password],
      ),
    check: environmentIs,
  },
  { title: 'secret', run: (bench) => bench.connectWithSecret(), check: environmentIs },
  { title: 'certificate', run: connectWithCertificate, check: environmentIs },
  { title: 'federated identity of GitHub Actions', run: connectFromGitHub, check: environmentIs },
  { title: 'managed identity', run: connectAsMachine, check: environmentIs },
  {
    title: 'access token that is given',
    prepare: async (bench) => {
      await bench.connectWithSecret({ Scope: 'Process' });
      givenToken = (await bench.engine.call('Get-AzAccessToken')).secrets[0] ?? '';
    },
    run: (bench) =>
      bench.connect(
        { AccountId: 'deploy', Tenant: contoso, AccessToken: { $secret: 0 } },
        'AccessTokenWithSubscriptionId',
        [givenToken],
      ),
    check: environmentIs,
  },
  {
    title: 'token of another service, silently',
    prepare: person,
    run: (bench) => bench.engine.call('Get-AzAccessToken', { ResourceTypeName: 'KeyVault' }),
    check: hasToken,
  },
  {
    title: 'token of another tenant, silently',
    prepare: person,
    run: (bench) => bench.engine.call('Get-AzAccessToken', { TenantId: fabrikam }),
    check: hasToken,
  },
  {
    title: 'request to Azure Resource Manager',
    prepare: person,
    run: (bench) =>
      bench.engine.call('Invoke-AzRestMethod', {
        Path: '/subscriptions/1a000000-0000-4000-8000-000000000001/resourcegroups?api-version=2021-04-01',
      }),
  },
  {
    title: 'request to Microsoft Graph',
    prepare: person,
    run: (bench) =>
      bench.engine.call(
        'Invoke-AzRestMethod',
        { Uri: `https://${azureClouds[bench.azure].graphHosts[0] ?? ''}/v1.0/me` },
        { parameterSet: 'ByURI' },
      ),
    check: ({ outputs }) => {
      assert.equal(outputs[0]?.StatusCode, 200);
    },
  },
  {
    title: 'list of tenants',
    prepare: person,
    run: (bench) => bench.engine.call('Get-AzTenant'),
    check: ({ outputs }) => {
      assert.deepEqual(outputs.map(({ Name }) => Name).sort(), ['Adatum', 'Contoso', 'Fabrikam']);
    },
  },
  {
    title: 'list of subscriptions',
    prepare: person,
    run: (bench) => bench.engine.call('Get-AzSubscription', { TenantId: fabrikam }),
    check: ({ outputs }) => {
      assert.equal(outputs.length, 3);
    },
  },
];

describe('signing in to Azure’s clouds under their real names', function () {
  this.timeout(30_000);
  const recorded: Requests = {};

  after(async () => {
    if (isRecording) await writeFile(fixture, `${JSON.stringify(recorded, null, 2)}\n`);
  });

  for (const azure of Object.keys(azureClouds) as AzureCloudName[]) {
    describe(azure, () => {
      const bench = new AzureNamesBench(azure);
      before(() => bench.startCloud());
      after(() => bench.cloud.stop());
      beforeEach(() => bench.startEngine());
      afterEach(() => bench.stopEngine());

      it('accepts a token whose audience is Azure Resource Manager’s address', async () => {
        await bench.connectWithSecret({ Scope: 'Process' });
        const resource = `https://${azureClouds[azure].armHosts[0] ?? ''}`;
        const { secrets } = await bench.engine.call(
          'Get-AzAccessToken',
          { ResourceUrl: resource },
          { parameterSet: 'ResourceUrl' },
        );
        const result = await bench.connect(
          { AccountId: 'deploy', Tenant: contoso, AccessToken: { $secret: 0 } },
          'AccessTokenWithSubscriptionId',
          secrets,
        );
        environmentIs(result, bench);
      });

      for (const { title, prepare, run, check } of flows) {
        it(`sends requests only to the hosts of the cloud for: ${title}`, async () => {
          await prepare?.(bench);
          const before = bench.cloud.requests.length;
          const result = await run(bench);
          check?.(result, bench);
          const lines = linesOf(bench.cloud.requests.slice(before));
          (recorded[azure] ??= {})[title] = lines;
          if (isRecording) return;
          const expected = JSON.parse(await readFile(fixture, 'utf8')) as Requests;
          assert.deepEqual(lines, expected[azure]?.[title]);
        });
      }
    });
  }
});
