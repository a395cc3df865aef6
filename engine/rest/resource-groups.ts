import { armCodeOf, toArmError } from './arm-client.ts';
import type { Environment } from '../environments/environment.ts';
import { JsonValue } from '../http/json-value.ts';
import { targetOfParts } from './request-target.ts';
import type { RestClient } from './rest-client.ts';

/** A resource group in ARM's form. */
export interface ResourceGroup {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly managedBy?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties?: { readonly provisioningState?: string };
}

/** Access to the resource groups of one subscription. */
export interface ResourceGroups {
  readonly environment: Environment;
  readonly subscriptionId: string;
  readonly client: RestClient;
}

/** Az.Accounts' location for new groups. In a cloud without it, the first location is used. */
const defaultLocation = 'westus';

/**
 * Returns the group with a name, or undefined if it does not exist.
 * @throws EngineError as `RestClient`; `Network.Status` if ARM refuses
 */
export async function findResourceGroup(
  groups: ResourceGroups,
  name: string,
): Promise<ResourceGroup | undefined> {
  const url = groupUrl(groups, name);
  const response = await groups.client({ method: 'GET', url });
  // A subscription that is gone is 404, too: no group can be created there.
  if (response.status === 404 && armCodeOf(response) !== 'SubscriptionNotFound') return undefined;
  return toGroup(read(response, url));
}

/**
 * Creates a group in Az.Accounts' default location, and returns it.
 * @throws EngineError as `findResourceGroup`
 */
export async function createResourceGroup(groups: ResourceGroups, name: string): Promise<ResourceGroup> {
  const url = groupUrl(groups, name);
  const body = JSON.stringify({ location: await locationForGroups(groups) });
  return toGroup(read(await groups.client({ method: 'PUT', url, body }), url));
}

async function locationForGroups({ environment, subscriptionId, client }: ResourceGroups): Promise<string> {
  const target = targetOfParts(environment, {
    subscriptionId,
    types: ['locations'],
    names: [],
    apiVersion: '2022-12-01',
  });
  const answer = read(await client({ method: 'GET', url: target.url }), target.url);
  const names = (answer.member('value').optional((value) => value.list()) ?? []).map((location) =>
    location.member('name').text(),
  );
  return names.includes(defaultLocation) ? defaultLocation : (names[0] ?? defaultLocation);
}

function groupUrl({ environment, subscriptionId }: ResourceGroups, name: string): string {
  const parts = { subscriptionId, resourceGroup: name, types: [], names: [], apiVersion: '2021-04-01' };
  return targetOfParts(environment, parts).url;
}

/** Returns the JSON of an answer, or throws ARM's error. */
function read(response: Awaited<ReturnType<RestClient>>, url: string): JsonValue {
  if (response.status < 200 || response.status > 299) throw toArmError(response, url);
  return JsonValue.parse(response.body, url);
}

/** Returns the group unchanged, after checking the members that commands read. */
function toGroup(answer: JsonValue): ResourceGroup {
  for (const name of ['id', 'name', 'location']) answer.member(name).text();
  answer.textOf('managedBy');
  answer.member('tags').optional((value) => value.object());
  answer.member('properties').optional((value) => value.textOf('provisioningState'));
  return answer.object() as unknown as ResourceGroup;
}
