// Resources of any type, in the local cloud's own providers. The provider determines how a client follows a change:
// Local.AsyncOperation, Local.OperationLocation, Local.Location, Local.ProvisioningState; other providers change a
// resource at once. `properties.outcome` of the request body is how the change ends.
import { json, type Exchange, type Handler } from '../router.ts';
import { ArmError } from './errors.ts';
import {
  askAgain,
  beginOperation,
  isUnderway,
  noContent,
  operationHeaders,
  type LongOperation,
  type OperationOutcome,
  type OperationStyle,
} from './operations.ts';
import { pageOf } from './paging.ts';
import { requireSubscription } from './subscriptions.ts';

export interface Resource {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  properties: { provisioningState: string; outcome?: OperationOutcome; [other: string]: unknown };
  /** The running change, if only the resource itself shows its state. */
  change?: LongOperation;
}

const stylesOfProviders: Readonly<Record<string, readonly OperationStyle[]>> = {
  'local.asyncoperation': ['Azure-AsyncOperation', 'Location'],
  'local.operationlocation': ['Operation-Location'],
  'local.location': ['Location'],
  'local.provisioningstate': ['provisioningState'],
};

export const listResources: Handler = async (exchange, cloud) => {
  await requireSubscription(exchange, cloud, 'read');
  const prefix = `${exchange.path.toLowerCase()}/`;
  const found = [...cloud.resources].filter(([id]) => id.startsWith(prefix)).map(([, resource]) => resource);
  const page = pageOf(cloud, exchange, found);
  return json(200, { ...page, value: page.value.map(describe) });
};

export const getResource: Handler = async (exchange, cloud) => {
  await requireSubscription(exchange, cloud, 'read');
  const resource = cloud.resources.get(exchange.path.toLowerCase());
  if (resource === undefined)
    throw new ArmError(404, 'ResourceNotFound', `The resource '${exchange.path}' was not found.`);
  const { change } = resource;
  if (change !== undefined && !isUnderway(change)) {
    delete resource.change;
    resource.properties.provisioningState = change.outcome;
  }
  return json(200, describe(resource), resource.change === undefined ? {} : askAgain);
};

/** Handles PUT and PATCH. */
export const changeResource: Handler = async (exchange, cloud) => {
  await requireSubscription(exchange, cloud, 'write');
  const before = cloud.resources.get(exchange.path.toLowerCase());
  const { properties: given } = bodyOf(exchange);
  const styles = stylesOf(exchange);
  const properties = { ...before?.properties, ...given, provisioningState: 'Succeeded' };
  const { provider = '', type = '', name = '' } = exchange.params;
  const resource: Resource = { id: exchange.path, name, type: `${provider}/${type}`, properties };
  cloud.resources.set(exchange.path.toLowerCase(), resource);
  if (styles.length === 0) return json(before === undefined ? 201 : 200, describe(resource));
  properties.provisioningState = 'Updating';
  const operation = beginOperation(cloud, {
    outcome: given.outcome ?? 'Succeeded',
    result: () => describe(resource),
    finish: () => (properties.provisioningState = 'Succeeded'),
  });
  if (styles[0] === 'provisioningState') resource.change = operation;
  const headers = operationHeaders(cloud, exchange, operation, styles);
  return json(styles[0] === 'Location' ? 202 : 201, describe(resource), headers);
};

export const deleteResource: Handler = async (exchange, cloud) => {
  await requireSubscription(exchange, cloud, 'delete');
  const id = exchange.path.toLowerCase();
  if (!cloud.resources.has(id)) return noContent;
  const finish = (): unknown => cloud.resources.delete(id);
  const styles = stylesOf(exchange);
  if (styles.length === 0) {
    finish();
    return json(200, {});
  }
  const operation = beginOperation(cloud, { outcome: 'Succeeded', result: () => undefined, finish });
  return { ...json(202, ''), body: '', headers: operationHeaders(cloud, exchange, operation, styles) };
};

/** Handles an action, such as listKeys: returns the action's name and the request body. */
export const actOnResource: Handler = async (exchange, cloud) => {
  await requireSubscription(exchange, cloud, 'action');
  const result = { action: exchange.params['action'], given: exchange.body === '' ? null : bodyOf(exchange) };
  const styles = stylesOf(exchange);
  if (styles.length === 0) return json(200, result);
  const operation = beginOperation(cloud, {
    outcome: 'Succeeded',
    result: () => result,
    finish: () => undefined,
  });
  return { ...json(202, ''), body: '', headers: operationHeaders(cloud, exchange, operation, styles) };
};

function stylesOf({ params }: Exchange): readonly OperationStyle[] {
  return stylesOfProviders[(params['provider'] ?? '').toLowerCase()] ?? [];
}

function describe({ id, name, type, properties }: Resource): object {
  return { id, name, type, properties };
}

function bodyOf({ body }: Exchange): { properties: { outcome?: OperationOutcome } } {
  try {
    return { properties: {}, ...(JSON.parse(body) as object) };
  } catch {
    throw new ArmError(400, 'InvalidRequestContent', 'The request content was not valid JSON.');
  }
}
