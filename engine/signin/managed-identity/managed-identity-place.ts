// Detects the platform by environment variables, as MSAL does, and what cannot work there. MSAL checks it only on
// first use.
import { headerFault } from '../../http/header-value.ts';
import type { EnvironmentVariables } from '../../protocol/methods.ts';
import { variableOf } from '../variable-of.ts';
import { noManagedIdentity } from './managed-identity-errors.ts';
import type { ManagedIdentity } from './identity.ts';

type Place = 'app' | 'machine-learning' | 'cloud-shell' | 'azure-arc' | 'virtual-machine';

/** The variables with URLs that each platform uses. */
const addresses: Readonly<Record<Place, readonly string[]>> = {
  app: ['IDENTITY_ENDPOINT'],
  'machine-learning': ['MSI_ENDPOINT'],
  'cloud-shell': ['MSI_ENDPOINT'],
  'azure-arc': ['IDENTITY_ENDPOINT', 'IMDS_ENDPOINT'],
  'virtual-machine': ['AZURE_POD_IDENTITY_AUTHORITY_HOST'],
};

/** The variables with the secrets of endpoints, which MSAL sends in a header. */
const secretVariables = ['IDENTITY_HEADER', 'MSI_SECRET'];

/**
 * Checks that this platform can provide an identity by this kind of ID.
 * @throws EngineError `NotFound.ManagedIdentity`
 */
export function checkPlace(identity: ManagedIdentity, variables: EnvironmentVariables): void {
  const place = placeOf(variables);
  for (const name of addresses[place]) {
    const address = variableOf(name, variables);
    if (address === undefined || URL.canParse(address)) continue;
    throw noManagedIdentity(
      {
        reason: `the variable ${name} is not a web address`,
        advice: `Correct ${name}, or remove it if nothing on this machine provides identities.`,
      },
      identity,
    );
  }
  for (const name of secretVariables) {
    const fault = headerFault(variableOf(name, variables) ?? '');
    if (fault === undefined) continue;
    throw noManagedIdentity(
      {
        reason: `the variable ${name} cannot be sent: ${fault}`,
        advice: `Set ${name} to the value that the service gave to this machine.`,
      },
      identity,
    );
  }
  if (place === 'cloud-shell' && identity.idType !== 'System') {
    throw noManagedIdentity(
      {
        reason: 'Cloud Shell has no user-assigned identities: it signs in the user who opened it',
        advice: 'Leave out -AccountId.',
      },
      identity,
    );
  }
  if (place === 'machine-learning' && identity.idType === 'ResourceId') {
    throw noManagedIdentity(
      {
        reason: 'Azure Machine Learning finds user-assigned identities only by their client ID',
        advice: 'Give the client ID of the identity with -AccountId.',
      },
      identity,
    );
  }
}

/**
 * Returns the variable with the URL of this platform's endpoint, or undefined if none names it: then this machine may
 * have no endpoint.
 */
export function endpointVariable(variables: EnvironmentVariables): string | undefined {
  return isMetadataService(variables) ? undefined : addresses[placeOf(variables)][0];
}

/** Whether a GUID may also be an object ID on this platform. */
export function knowsObjectIds(variables: EnvironmentVariables): boolean {
  return placeOf(variables) !== 'machine-learning';
}

/** Whether identities come from the metadata service of a virtual machine. */
export function isMetadataService(variables: EnvironmentVariables): boolean {
  return placeOf(variables) === 'virtual-machine';
}

/**
 * Returns the thumbprint that identifies Service Fabric's endpoint, whose certificate is self-signed; undefined on
 * other platforms.
 */
export function serviceFabricThumbprint(variables: EnvironmentVariables): string | undefined {
  const isServiceFabric =
    placeOf(variables) === 'app' && variableOf('IDENTITY_ENDPOINT', variables)?.startsWith('https:') === true;
  return isServiceFabric ? variableOf('IDENTITY_SERVER_THUMBPRINT', variables) : undefined;
}

function placeOf(variables: EnvironmentVariables): Place {
  const has = (name: string): boolean => variableOf(name, variables) !== undefined;
  if (has('IDENTITY_ENDPOINT') && has('IDENTITY_HEADER')) return 'app';
  if (has('MSI_ENDPOINT')) return has('MSI_SECRET') ? 'machine-learning' : 'cloud-shell';
  return has('IDENTITY_ENDPOINT') && has('IMDS_ENDPOINT') ? 'azure-arc' : 'virtual-machine';
}
