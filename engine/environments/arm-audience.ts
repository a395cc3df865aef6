// The names by which Azure Resource Manager takes tokens.
import { builtInEnvironments } from './built-in.ts';
import type { Environment } from './environment.ts';

/** Azure Resource Manager's application ID, which an audience may be named by too. */
export const armApplicationId = '797f4846-ba00-4fd7-ba43-dac1f8f63013';

/** Whether a token for this resource is one for Azure Resource Manager of any known cloud, which takes it by several names. */
export function isArmAudience(environment: Environment, resource: string): boolean {
  if (resource.toLowerCase().includes(armApplicationId)) return true;
  return [environment, ...builtInEnvironments()]
    .flatMap(armAudiencesOf)
    .some((known) => placeOf(known) === placeOf(resource));
}

/** Returns the audiences by which Azure Resource Manager of a cloud takes tokens. */
function armAudiencesOf(cloud: Environment): string[] {
  return [cloud.ActiveDirectoryServiceEndpointResourceId ?? '', cloud.ResourceManagerUrl ?? ''].filter(
    (audience) => audience !== '',
  );
}

/**
 * Where a resource URI or an endpoint points, in one form for all ways of writing it: the host of an address, which
 * stands for the service whatever its path is, else the text.
 */
export function placeOf(text: string): string {
  if (!/^https?:/i.test(text) || !URL.canParse(text)) return text.toLowerCase().replace(/\/+$/, '');
  const { hostname, port } = new URL(text);
  return `${hostname.replace(/\.$/, '')}${port === '' ? '' : `:${port}`}`;
}
