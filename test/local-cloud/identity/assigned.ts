import { tenantOf, type ManagedIdentity, type Tenant } from '../data.ts';
import type { CloudState } from '../state.ts';
import type { PlaceOptions } from './place.ts';

export interface AssignedIdentity {
  readonly clientId: string;
  readonly objectId: string;
  readonly resourceId: string;
  readonly kind: ManagedIdentity['kind'];
  readonly tenant: Tenant;
}

/** How a request selects a user-assigned identity; empty if it wants the machine's. */
export interface IdentitySelector {
  readonly clientId?: string | null;
  readonly objectId?: string | null;
  readonly resourceId?: string | null;
}

/** The managed identities of an endpoint, from the current data. */
export function assignedIdentities(cloud: CloudState, { identities }: PlaceOptions): AssignedIdentity[] {
  return cloud.data.apps.flatMap(({ clientId, displayName, managedIdentity, servicePrincipals }) => {
    const principal = servicePrincipals?.[0];
    if (managedIdentity === undefined || principal === undefined) return [];
    if (identities?.includes(displayName) === false) return [];
    const tenant = tenantOf(cloud.data, principal.tenant);
    return [{ ...managedIdentity, clientId, objectId: principal.objectId, tenant }];
  });
}

/** Whether the request selects an identity at all. */
export function namesIdentity(selector: IdentitySelector): boolean {
  return Object.values(selector).some((value) => typeof value === 'string' && value !== '');
}

/** The selected identity; the system-assigned one if none is selected. */
export function findIdentity(
  assigned: readonly AssignedIdentity[],
  selector: IdentitySelector,
): AssignedIdentity | undefined {
  if (!namesIdentity(selector)) return assigned.find(({ kind }) => kind === 'system-assigned');
  return assigned.find(
    (identity) =>
      isSame(identity.clientId, selector.clientId) ||
      isSame(identity.objectId, selector.objectId) ||
      isSame(identity.resourceId, selector.resourceId),
  );
}

function isSame(actual: string, wanted: string | null | undefined): boolean {
  return actual.toLowerCase() === wanted?.toLowerCase();
}
