// The columns of the matrix: what a person or a script does while the fault lasts.
import { approveDeviceCode } from '../local-cloud/index.ts';
import type { CallResult, EngineProcess } from '../support/engine-process.ts';
import { alex, app, contoso, type WireBench } from '../support/wire-bench.ts';

export interface MatrixAction {
  readonly name: string;
  /** Returns what the call wrote, so that "works" means more than no error. */
  readonly run: (bench: WireBench, engine: EngineProcess) => Promise<CallResult>;
}

const common = { Environment: 'LocalCloud', Tenant: contoso, ContextName: 'new', Force: true };
const connect = 'Connect-AzAccount';
/** The contexts signed in before the fault: those of an application and a person; the person's is the current one. */
export const kept = ['kept-app', 'kept-person'] as const;

export const matrixActions: readonly MatrixAction[] = [
  {
    name: 'secret',
    run: (bench, engine) => bench.connectApp({ ContextName: 'new', Force: true }, { engine }),
  },
  {
    name: 'device code',
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
    run: (bench, engine) =>
      engine.call(
        connect,
        { ...common, UseBrowserAuthentication: true },
        { ...bench.personAtAddress((url) => bench.comeBack(url).catch(() => undefined)), hasDesktop: false },
      ),
  },
  {
    name: 'password',
    run: (_, engine) =>
      engine.call(
        connect,
        {
          ...common,
          Credential: { $credential: { userName: 'sam@contoso.example', password: { $secret: 0 } } },
        },
        { parameterSet: 'UserWithCredential', secrets: ['fake-password-of-sam'] },
      ),
  },
  {
    name: 'managed identity',
    run: async (bench: WireBench, engine: EngineProcess): Promise<CallResult> => {
      const { variables } = await bench.cloud.identity.appService();
      return engine.call(
        connect,
        { Environment: 'LocalCloud', Identity: true, ContextName: 'new', Force: true },
        { parameterSet: 'ManagedServiceLogin', environment: variables },
      );
    },
  },
  {
    name: 'GitHub Actions',
    run: async (bench: WireBench, engine: EngineProcess): Promise<CallResult> => {
      const { variables } = await bench.cloud.ci.githubActions();
      return engine.call(
        connect,
        { ...common, ServicePrincipal: true, ApplicationId: app.userName },
        { parameterSet: 'ClientAssertionParameterSet', environment: variables },
      );
    },
  },
  {
    name: 'silent token',
    run: (_, engine) =>
      engine.call(
        'Get-AzAccessToken',
        { ResourceUrl: 'https://vault.azure.net' },
        { parameterSet: 'ResourceUrl' },
      ),
  },
  {
    name: 'switch',
    run: (_, engine) =>
      engine.call('Select-AzContext', { Name: 'kept-app' }, { parameterSet: 'SelectByName' }),
  },
  {
    name: 'subscriptions',
    run: (_, engine) => engine.call('Get-AzSubscription', { TenantId: contoso }),
  },
  {
    name: 'REST',
    run: (_, engine) =>
      engine.call(
        'Invoke-AzRestMethod',
        { Path: '/subscriptions?api-version=2022-12-01' },
        { parameterSet: 'ByPath' },
      ),
  },
];
