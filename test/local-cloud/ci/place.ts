import { findApp, tenantOf, type App, type FederatedCredential, type Tenant } from '../data.ts';
import type { CloudState } from '../state.ts';
import type { Issuer } from './issuer.ts';

const contosoDeploy = 'a0000000-0000-4000-8000-0000000d3910';

export interface CiOptions {
  /** The app that signs in there; contoso-deploy if omitted. */
  readonly clientId?: string;
  /** The lifetime of assertions; the vendor's if omitted. */
  readonly lifetimeSeconds?: number;
  /** Whether the app gets a federated credential that trusts this issuer; true if omitted. */
  readonly isTrusted?: boolean;
}

/** A running issuer, and the environment variables of a job or pod there. */
export interface CiPlace {
  readonly variables: Readonly<Record<string, string>>;
  /** Its `lifetimeSeconds` can be changed. */
  readonly issuer: Issuer;
  readonly subject: string;
  readonly clientId: string;
  readonly tenantId: string;
  /** Returns a new assertion for Entra ID, as the CI system would issue it. */
  assertion(): Promise<string>;
}

/** The app in the options, with its home tenant. Throws if the data has no such app. */
export function requireWorkload(cloud: CloudState, options: CiOptions): { app: App; tenant: Tenant } {
  const clientId = options.clientId ?? contosoDeploy;
  const app = findApp(cloud.data, clientId);
  if (app?.homeTenant === undefined) throw new Error(`The data has no app of a tenant with ID ${clientId}.`);
  return { app, tenant: tenantOf(cloud.data, app.homeTenant) };
}

/** Adds a federated credential to the app, unless the options forbid it. */
export function trust(app: App, options: CiOptions, credential: FederatedCredential): void {
  if (options.isTrusted === false) return;
  app.federatedCredentials = [...(app.federatedCredentials ?? []), credential];
}
