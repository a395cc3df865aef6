import { findApp, tenantOf, type App, type FederatedCredential, type Tenant } from '../data.ts';
import type { CloudState } from '../state.ts';
import type { Issuer } from './issuer.ts';

const contosoDeploy = 'a0000000-0000-4000-8000-0000000d3910';

export interface CiOptions {
  /** The app that signs in there; contoso-deploy where not given. */
  readonly clientId?: string;
  /** Of the assertions; what the vendor gives where not given. */
  readonly lifetimeSeconds?: number;
  /** Whether the app gets a federated credential that trusts this place; it does where not given. */
  readonly isTrusted?: boolean;
}

/** A running issuer, and what a job or pod there finds in its environment. */
export interface CiPlace {
  readonly variables: Readonly<Record<string, string>>;
  /** Its `lifetimeSeconds` may be changed. */
  readonly issuer: Issuer;
  readonly subject: string;
  readonly clientId: string;
  readonly tenantId: string;
  /** A fresh assertion for Entra ID, as the place itself would give it. */
  assertion(): Promise<string>;
}

/** The app of the options with its home tenant. Throws where the data has no such app. */
export function requireWorkload(cloud: CloudState, options: CiOptions): { app: App; tenant: Tenant } {
  const clientId = options.clientId ?? contosoDeploy;
  const app = findApp(cloud.data, clientId);
  if (app?.homeTenant === undefined) throw new Error(`The data has no app of a tenant with ID ${clientId}.`);
  return { app, tenant: tenantOf(cloud.data, app.homeTenant) };
}

/** Gives the app a federated credential, unless the options forbid it. */
export function trust(app: App, options: CiOptions, credential: FederatedCredential): void {
  if (options.isTrusted === false) return;
  app.federatedCredentials = [...(app.federatedCredentials ?? []), credential];
}
