// A local cloud with many service principals and users, and how they sign in.
import { approveDeviceCode, readCloudData, startLocalCloud, type LocalCloud } from '../local-cloud/index.ts';
import type { CallOptions, WireMessage } from '../support/engine-process.ts';
import { contoso } from '../support/wire-bench.ts';

/** An account that can sign in: an application with a secret, or a person. */
export interface Account {
  readonly kind: 'app' | 'person';
  readonly id: string;
  readonly secret: string;
}

export interface StressCloud {
  readonly cloud: LocalCloud;
  readonly apps: readonly Account[];
  readonly people: readonly Account[];
}

const twelve = (index: number): string => index.toString(16).padStart(12, '0');

/** Starts a cloud in which that many of each kind can sign in to Contoso. */
export async function startStressCloud(accounts: number): Promise<StressCloud> {
  const data = readCloudData();
  const subscription = data.subscriptions[0];
  const indices = Array.from({ length: accounts }, (_, index) => index);
  const apps = indices.map((index): Account => {
    const id = `c0000000-0000-4000-8000-${twelve(index)}`;
    const secret = `fake-secret-of-app-${String(index)}`;
    data.apps.push({
      clientId: id,
      displayName: `stress-${String(index)}`,
      homeTenant: 'contoso.example',
      servicePrincipals: [
        { tenant: 'contoso.example', objectId: `10000000-0000-4000-8001-${twelve(index)}` },
      ],
      secrets: [{ value: secret }],
    });
    subscription?.principals.push(`stress-${String(index)}`);
    return { kind: 'app', id, secret };
  });
  const people = indices.map((index): Account => {
    const id = `person-${String(index)}@contoso.example`;
    const secret = `fake-password-of-person-${String(index)}`;
    data.users.push({
      userName: id,
      displayName: `Person ${String(index)}`,
      password: secret,
      homeTenant: 'contoso.example',
      objectId: `10000000-0000-4000-8002-${twelve(index)}`,
    });
    subscription?.principals.push(id);
    return { kind: 'person', id, secret };
  });
  return { cloud: await startLocalCloud({ data, pollingIntervalSeconds: 0.02 }), apps, people };
}

/** The arguments of a Connect-AzAccount call. */
export function connectCall(
  account: Account,
  contextName: string,
  cloud: LocalCloud,
): { readonly parameters: object; readonly options: CallOptions } {
  const common = { Environment: 'LocalCloud', Tenant: contoso, ContextName: contextName, Force: true };
  if (account.kind === 'app') {
    const credential = { $credential: { userName: account.id, password: { $secret: 0 } } };
    return {
      parameters: { ...common, ServicePrincipal: true, Credential: credential },
      options: { parameterSet: 'ServicePrincipalWithSubscriptionId', secrets: [account.secret] },
    };
  }
  const onMessage = ({ method, params }: WireMessage): void => {
    const code =
      method === 'host/write' ? /enter the code (\S+)/.exec(String(params?.message))?.[1] : undefined;
    if (code === undefined) return;
    const person = { username: account.id, password: account.secret };
    // If the engine was killed meanwhile, nothing waits for the person any more.
    approveDeviceCode(cloud, code, person).catch(() => undefined);
  };
  return { parameters: { ...common, UseDeviceAuthentication: true }, options: { onMessage } };
}
