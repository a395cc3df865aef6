// The columns of the matrix: what a person or a script does while the fault lasts.
import { approveDeviceCode, type LocalCloud } from '../local-cloud/index.ts';
import type { CallResult, EngineProcess } from '../support/engine-process.ts';
import { alex, app, contoso, type WireBench } from '../support/wire-bench.ts';

export interface MatrixAction {
  readonly name: string;
  /** Returns what the call wrote, so that "works" means more than no error. */
  readonly run: (bench: WireBench, engine: EngineProcess) => Promise<CallResult>;
  /** The same in PowerShell. */
  readonly command: string;
  /** Environment variables that the command needs. */
  readonly variables?: (cloud: LocalCloud) => Promise<Readonly<Record<string, string>>>;
}

const common = { Environment: 'LocalCloud', Tenant: contoso, ContextName: 'new', Force: true };
const connect = 'Connect-AzAccount';
const connectCommand = `${connect} -Environment LocalCloud -Tenant ${contoso} -ContextName new -Force`;
const credential = (userName: string, password: string): string =>
  `-Credential ([pscredential]::new('${userName}', (ConvertTo-SecureString '${password}' -AsPlainText -Force)))`;
const sam = { userName: 'sam@contoso.example', password: 'fake-password-of-sam' };
/** The contexts signed in before the fault: those of an application and a person; the person's is the current one. */
export const kept = ['kept-app', 'kept-person'] as const;
const vault = 'https://vault.azure.net';
const restPath = '/subscriptions?api-version=2022-12-01';
const appServiceVariables = async (cloud: LocalCloud): Promise<Record<string, string>> =>
  (await cloud.identity.appService()).variables;
const gitHubVariables = async (cloud: LocalCloud): Promise<Record<string, string>> =>
  (await cloud.ci.githubActions()).variables;

export const matrixActions: readonly MatrixAction[] = [
  {
    name: 'secret',
    command: `${connectCommand} -ServicePrincipal ${credential(app.userName, app.secret)}`,
    run: (bench, engine) => bench.connectApp({ ContextName: 'new', Force: true }, { engine }),
  },
  {
    name: 'device code',
    command: `${connectCommand} -UseDeviceAuthentication`,
    run: (bench: WireBench, engine: EngineProcess): Promise<CallResult> => {
      let isDone = false;
      return engine.call(
        connect,
        { ...common, UseDeviceAuthentication: true },
        {
          onMessage: ({ params }) => {
            const code = /enter the code (\S+)/.exec(String(params?.message))?.[1];
            if (code === undefined || isDone) return;
            isDone = true;
            // If the flow has failed meanwhile, nothing waits for the person.
            approveDeviceCode(bench.cloud, code, alex).catch(() => undefined);
          },
        },
      );
    },
  },
  {
    name: 'browser',
    command: `${connectCommand} -UseBrowserAuthentication`,
    run: (bench, engine) =>
      engine.call(
        connect,
        { ...common, UseBrowserAuthentication: true },
        { ...bench.personAtAddress((url) => bench.comeBack(url).catch(() => undefined)), hasDesktop: false },
      ),
  },
  {
    name: 'password',
    command: `${connectCommand} ${credential(sam.userName, sam.password)}`,
    run: (_, engine) =>
      engine.call(
        connect,
        {
          ...common,
          Credential: { $credential: { userName: sam.userName, password: { $secret: 0 } } },
        },
        { parameterSet: 'UserWithCredential', secrets: [sam.password] },
      ),
  },
  {
    name: 'managed identity',
    command: `${connect} -Environment LocalCloud -Identity -ContextName new -Force`,
    variables: appServiceVariables,
    run: async (bench: WireBench, engine: EngineProcess): Promise<CallResult> =>
      engine.call(
        connect,
        { Environment: 'LocalCloud', Identity: true, ContextName: 'new', Force: true },
        { parameterSet: 'ManagedServiceLogin', environment: await appServiceVariables(bench.cloud) },
      ),
  },
  {
    name: 'GitHub Actions',
    command: `${connectCommand} -ServicePrincipal -ApplicationId ${app.userName}`,
    variables: gitHubVariables,
    run: async (bench: WireBench, engine: EngineProcess): Promise<CallResult> =>
      engine.call(
        connect,
        { ...common, ServicePrincipal: true, ApplicationId: app.userName },
        {
          parameterSet: 'ClientAssertionParameterSet',
          environment: await gitHubVariables(bench.cloud),
        },
      ),
  },
  {
    name: 'silent token',
    command: `Get-AzAccessToken -ResourceUrl ${vault}`,
    run: (_, engine) =>
      engine.call('Get-AzAccessToken', { ResourceUrl: vault }, { parameterSet: 'ResourceUrl' }),
  },
  {
    name: 'switch',
    command: `Select-AzContext -Name ${kept[0]}`,
    run: (_, engine) => engine.call('Select-AzContext', { Name: kept[0] }, { parameterSet: 'SelectByName' }),
  },
  {
    name: 'subscriptions',
    command: `Get-AzSubscription -TenantId ${contoso}`,
    run: (_, engine) => engine.call('Get-AzSubscription', { TenantId: contoso }),
  },
  {
    name: 'REST',
    command: `Invoke-AzRestMethod -Path '${restPath}'`,
    run: (_, engine) => engine.call('Invoke-AzRestMethod', { Path: restPath }, { parameterSet: 'ByPath' }),
  },
];
