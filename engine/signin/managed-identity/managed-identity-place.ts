// Where this runs, as MSAL tells it by environment variables, and what cannot work there. MSAL checks it at its first
// use only.
import type { EnvironmentVariables } from '../../protocol/methods.ts';
import { noManagedIdentity } from './managed-identity-errors.ts';
import type { ManagedIdentity } from './identity.ts';

type Place = 'app' | 'machine-learning' | 'cloud-shell' | 'azure-arc' | 'virtual-machine';

/** The variables with addresses that count at a place. */
const addresses: Readonly<Record<Place, readonly string[]>> = {
  app: ['IDENTITY_ENDPOINT'],
  'machine-learning': ['MSI_ENDPOINT'],
  'cloud-shell': ['MSI_ENDPOINT'],
  'azure-arc': ['IDENTITY_ENDPOINT', 'IMDS_ENDPOINT'],
  'virtual-machine': ['AZURE_POD_IDENTITY_AUTHORITY_HOST'],
};

/**
 * Checks that an identity can be had by this name here.
 * @throws EngineError `NotFound.ManagedIdentity`
 */
export function checkPlace(identity: ManagedIdentity, variables: EnvironmentVariables): void {
  const place = placeOf(variables);
  for (const name of addresses[place]) {
    const address = variables[name] ?? '';
    if (address === '' || URL.canParse(address)) continue;
    throw noManagedIdentity(
      {
        reason: `the variable ${name} holds no web address`,
        advice: `Correct ${name}, or remove it where nothing on this machine gives identities.`,
      },
      identity,
    );
  }
  if (place === 'cloud-shell' && identity.idType !== 'System') {
    throw noManagedIdentity(
      {
        reason: 'Cloud Shell has no user-assigned identities: it signs in the person who opened it',
        advice: 'Leave out -AccountId.',
      },
      identity,
    );
  }
  if (place === 'machine-learning' && identity.idType === 'ResourceId') {
    throw noManagedIdentity(
      {
        reason: 'Azure Machine Learning knows user-assigned identities by their client ID only',
        advice: 'Give the client ID of the identity with -AccountId.',
      },
      identity,
    );
  }
}

/** Whether a GUID may be an object ID here, too. */
export function knowsObjectIds(variables: EnvironmentVariables): boolean {
  return placeOf(variables) !== 'machine-learning';
}

/** Whether identities come from the metadata service of a virtual machine. */
export function isMetadataService(variables: EnvironmentVariables): boolean {
  return placeOf(variables) === 'virtual-machine';
}

/** By what the endpoint of Service Fabric is trusted: its certificate is of its own making. */
export function serviceFabricThumbprint(variables: EnvironmentVariables): string | undefined {
  const { IDENTITY_ENDPOINT: endpoint = '', IDENTITY_SERVER_THUMBPRINT: thumbprint = '' } = variables;
  const isServiceFabric = placeOf(variables) === 'app' && thumbprint !== '' && endpoint.startsWith('https:');
  return isServiceFabric ? thumbprint : undefined;
}

function placeOf(variables: EnvironmentVariables): Place {
  const has = (name: string): boolean => (variables[name] ?? '') !== '';
  if (has('IDENTITY_ENDPOINT') && has('IDENTITY_HEADER')) return 'app';
  if (has('MSI_ENDPOINT')) return has('MSI_SECRET') ? 'machine-learning' : 'cloud-shell';
  return has('IDENTITY_ENDPOINT') && has('IMDS_ENDPOINT') ? 'azure-arc' : 'virtual-machine';
}
