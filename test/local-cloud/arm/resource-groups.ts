import { json, type Exchange, type Handler } from '../router.ts';
import type { CloudState } from '../state.ts';
import type { ResourceGroup } from '../data.ts';
import { ArmError } from './errors.ts';
import { beginOperation, noContent, operationHeaders } from './operations.ts';
import { pageOf } from './paging.ts';
import { requireSubscription } from './subscriptions.ts';

const action = 'Microsoft.Resources/subscriptions/resourceGroups';

export const listResourceGroups: Handler = async (exchange, cloud) => {
  const { subscription } = await requireSubscription(exchange, cloud, `${action}/read`);
  const groups = cloud.data.resourceGroups.filter((group) => group.subscription === subscription.id);
  const page = pageOf(cloud, exchange, groups);
  return json(200, { ...page, value: page.value.map((group) => describe(group)) });
};

export const getResourceGroup: Handler = async (exchange, cloud) => {
  const { subscription } = await requireSubscription(exchange, cloud, `${action}/read`);
  const group = findGroup(cloud, exchange, subscription.id);
  if (group !== undefined) return json(200, describe(group));
  const name = exchange.params['group'] ?? '';
  throw new ArmError(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`);
};

/** Creates a group (201) or changes its tags (200). */
export const putResourceGroup: Handler = async (exchange, cloud) => {
  const { subscription } = await requireSubscription(exchange, cloud, `${action}/write`);
  const { location, tags } = readBody(exchange);
  if (location === undefined) {
    throw new ArmError(400, 'LocationRequired', 'The location property is required for this definition.');
  }
  const existing = findGroup(cloud, exchange, subscription.id);
  const name = existing?.name ?? exchange.params['group'] ?? '';
  const group: ResourceGroup = {
    ...{ subscription: subscription.id, name, location },
    ...(tags === undefined ? {} : { tags }),
  };
  const others = cloud.data.resourceGroups.filter((one) => one !== existing);
  cloud.data.resourceGroups = [...others, group];
  return json(existing === undefined ? 201 : 200, describe(group));
};

/** Whether a group with that name exists: 204, or 404 without a body. */
export const checkResourceGroup: Handler = async (exchange, cloud) => {
  const { subscription } = await requireSubscription(exchange, cloud, `${action}/read`);
  const isThere = findGroup(cloud, exchange, subscription.id) !== undefined;
  return isThere ? noContent : { ...noContent, status: 404 };
};

/** Continues after the response; clients follow it by Location. */
export const deleteResourceGroup: Handler = async (exchange, cloud) => {
  const { subscription } = await requireSubscription(exchange, cloud, `${action}/delete`);
  const group = findGroup(cloud, exchange, subscription.id);
  if (group === undefined) return { ...noContent, status: 404 };
  const operation = beginOperation(cloud, {
    outcome: 'Succeeded',
    result: () => undefined,
    finish: () => (cloud.data.resourceGroups = cloud.data.resourceGroups.filter((one) => one !== group)),
  });
  return { status: 202, headers: operationHeaders(cloud, exchange, operation, ['Location']), body: '' };
};

function findGroup(cloud: CloudState, exchange: Exchange, subscriptionId: string): ResourceGroup | undefined {
  const name = (exchange.params['group'] ?? '').toLowerCase();
  return cloud.data.resourceGroups.find(
    (group) => group.subscription === subscriptionId && group.name.toLowerCase() === name,
  );
}

function readBody(exchange: Exchange): { location?: string; tags?: Record<string, string> } {
  try {
    return JSON.parse(exchange.body) as { location?: string; tags?: Record<string, string> };
  } catch {
    throw new ArmError(
      400,
      'InvalidRequestContent',
      'The request content was invalid and could not be deserialized.',
    );
  }
}

function describe(group: ResourceGroup): object {
  return {
    id: `/subscriptions/${group.subscription}/resourceGroups/${group.name}`,
    name: group.name,
    type: 'Microsoft.Resources/resourceGroups',
    location: group.location,
    ...(group.tags === undefined ? {} : { tags: group.tags }),
    properties: { provisioningState: 'Succeeded' },
  };
}
