// The audiences that Azure Resource Manager accepts.
import { builtInEnvironments } from './built-in.ts';
import type { Environment } from './environment.ts';

/** Azure Resource Manager's application ID, which an audience may contain instead of a URI. */
export const armApplicationId = '797f4846-ba00-4fd7-ba43-dac1f8f63013';

/**
 * Whether a token for this resource is valid for Azure Resource Manager in any known cloud. ARM accepts several
 * audiences.
 */
export function isArmAudience(environment: Environment, resource: string): boolean {
  if (resource.toLowerCase().includes(armApplicationId)) return true;
  return [environment, ...builtInEnvironments()]
    .flatMap(armAudiencesOf)
    .some((known) => placeOf(known) === placeOf(resource));
}

/** Returns the audiences that Azure Resource Manager of a cloud accepts. */
function armAudiencesOf(cloud: Environment): string[] {
  return [cloud.ActiveDirectoryServiceEndpointResourceId ?? '', cloud.ResourceManagerUrl ?? ''].filter(
    (audience) => audience !== '',
  );
}

/**
 * Returns the place of a resource URI or endpoint in a canonical form: the host of a URL, whatever its path,
 * otherwise the text.
 */
export function placeOf(text: string): string {
  if (!/^https?:/i.test(text) || !URL.canParse(text)) return text.toLowerCase().replace(/\/+$/, '');
  const { hostname, port } = new URL(text);
  return `${hostname.replace(/\.$/, '')}${port === '' ? '' : `:${port}`}`;
}
