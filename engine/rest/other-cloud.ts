// Detects an environment that uses the authority or audience of a known cloud but sends the tokens to hosts outside
// it. The owner of those hosts could use the tokens in that cloud.
import { builtInEnvironments } from '../environments/built-in.ts';
import type { Environment } from '../environments/environment.ts';
import { armApplicationId, placeOf } from '../environments/arm-audience.ts';
import { publicClouds } from '../environments/public-clouds/clouds.ts';
import { resourcesOf, servicesOf } from '../environments/services.ts';
import { EngineError } from '../errors/engine-error.ts';

/** The part of an environment that belongs to another cloud than the receiver of the tokens. */
export interface Borrowed {
  readonly kind: 'authority' | 'audience';
  /** The environment's property, or extended property, that contains it. */
  readonly property: string;
  readonly value: string;
  /** The cloud that the value belongs to. */
  readonly cloud: string;
  /** The property that names the receiver of the tokens, and its host or suffix. */
  readonly receiverProperty: string;
  readonly receiver: string;
}

const applicationId = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** Returns what an environment borrows from other clouds, most important first. */
export function borrowedBy(environment: Environment): Borrowed[] {
  const authority = environment.ActiveDirectoryAuthority ?? '';
  const arm = environment.ResourceManagerUrl ?? '';
  const authorityCloud = cloudOf(authority);
  const found: Borrowed[] = [];
  const add = (
    kind: Borrowed['kind'],
    [property, value]: readonly [string, string],
    cloud: string | undefined,
    [receiverProperty, receiver]: readonly [string, string],
  ): void => {
    if (value === '' || receiver === '' || cloud === undefined || isOf(cloud, receiver)) return;
    const place = receiver.includes('://') ? placeOf(receiver) : receiver;
    found.push({ kind, property, value, cloud, receiverProperty, receiver: place });
  };
  const receiver = ['ResourceManagerUrl', arm] as const;
  const audience = environment.ActiveDirectoryServiceEndpointResourceId ?? '';
  add('audience', ['ActiveDirectoryServiceEndpointResourceId', audience], audienceCloud(audience), receiver);
  add('authority', ['ActiveDirectoryAuthority', authority], authorityCloud, receiver);
  for (const { endpoint, resource, properties } of servicesOf(environment)) {
    const [endpointProperty, resourceProperty] = properties;
    add('audience', [resourceProperty, resource], audienceCloud(resource), [endpointProperty, endpoint]);
  }
  return found;

  /** An application ID does not identify its service, so it may belong to the cloud that issues the tokens. */
  function audienceCloud(resource: string): string | undefined {
    const isId = !/^https?:/i.test(resource) && applicationId.test(resource);
    if (!isId) return cloudOf(resource);
    return authorityCloud ?? (resource.toLowerCase().includes(armApplicationId) ? 'AzureCloud' : undefined);
  }
}

/** Returns the built-in cloud that an authority or audience belongs to, if any. */
function cloudOf(address: string): string | undefined {
  const place = placeOf(address);
  const isIn = (domain: string): boolean => place === domain || place.endsWith(`.${domain}`);
  const known = builtInEnvironments().find((cloud) =>
    Object.values(resourcesOf(cloud)).some((resource) => resource !== '' && placeOf(resource) === place),
  );
  return known?.Name ?? publicClouds.find(({ domains }) => domains.some(isIn))?.name;
}

/** Whether a host or suffix belongs to the services of a built-in cloud. */
function isOf(cloud: string, endpoint: string): boolean {
  const own = builtInEnvironments().find(({ Name }) => Name === cloud);
  if (own === undefined) return false;
  const place = placeOf(endpoint).replace(/^\./, '');
  return [own.ResourceManagerUrl ?? '', ...servicesOf(own).map((service) => service.endpoint)]
    .map((known) => placeOf(known).replace(/^\./, ''))
    .some((known) => place === known || place.endsWith(`.${known}`));
}

/** Returns the warning about a borrowed part, for a user who added it explicitly. */
export function warningOf({ Name: name }: Environment, borrowed: Borrowed): string {
  const { kind, value, cloud, receiver } = borrowed;
  const meaning = `its operator can act as you in ${cloud} with them. Use the environment only if you trust them with that.`;
  return kind === 'audience'
    ? `In the environment '${name}' tokens for '${value}', which belongs to ${cloud}, go to ${receiver}, which does not: ${meaning}`
    : `In the environment '${name}' the authority '${value}', which belongs to ${cloud}, issues tokens that go to ${receiver}, which does not: where the audience is a service of ${cloud}, ${meaning}`;
}

/**
 * Returns the error for a cloud's description that borrows from other clouds. `parameters` are those with which the
 * user can accept it, if any.
 */
export function refusalOf(
  environment: Environment,
  borrowed: readonly Borrowed[],
  source: string,
  parameters: string | undefined,
): EngineError {
  const list = (texts: readonly string[]): string => [...new Set(texts)].join(' and ');
  const what = list(borrowed.map(({ kind, value }) => `the ${kind} '${value}'`));
  const cloud = list(borrowed.map((part) => part.cloud));
  const receiver = list(borrowed.map((part) => part.receiver));
  const trusting = `If you trust the operator of ${receiver} with tokens for ${cloud},`;
  const advice =
    parameters === undefined
      ? `Nothing was added. ${trusting} add that environment by itself, with Add-AzEnvironment -Name and its endpoints.`
      : `Nothing was added. ${trusting} say so yourself: run the command again with ${parameters}.`;
  return new EngineError('Blocked.OtherCloud', {
    facts: { host: new URL(source).host, environment: environment.Name, what, cloud, receiver, advice },
    target: environment.Name,
  });
}
