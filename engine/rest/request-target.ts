// Where a request goes, and for which service its token is. Nothing here reaches the network.
import { armBaseOf } from '../environments/environment-store.ts';
import type { Environment } from '../environments/environment.ts';
import { isArmAudience } from '../environments/arm-audience.ts';
import { checkResource, resourceFor } from '../environments/resources.ts';
import { EngineError } from '../errors/engine-error.ts';
import { ownerOfHost, serviceNames } from './audiences.ts';
import { armAddresses, originAddresses, type OwnsAddress } from './own-addresses.ts';

export interface RequestTarget {
  readonly url: string;
  /** The resource URI of the service that the token is for. */
  readonly resource: string;
  /** Whether the token may go to an address: those of the service itself. */
  readonly owns: OwnsAddress;
}

/** The parts of an address in Azure Resource Manager, from the outside in. */
export interface ResourceParts {
  readonly subscriptionId: string;
  readonly resourceGroup?: string | undefined;
  readonly provider?: string | undefined;
  readonly types: readonly string[];
  readonly names: readonly string[];
  readonly apiVersion: string;
}

/**
 * An address in Azure Resource Manager from its path and query.
 * @throws EngineError `InvalidArgument.Value` for what is no path
 */
export function targetOfPath(environment: Environment, path: string): RequestTarget {
  const trimmed = path.trim();
  if (/^[a-z][\w+.-]*:\/\//i.test(trimmed)) {
    throw refuse(
      'Path',
      withoutQuery(trimmed),
      'It has a host.',
      'the path alone; a whole address goes to -Uri',
    );
  }
  if (!/[^/\\]/.test(trimmed)) {
    throw refuse('Path', path, 'It names nothing.', 'a path such as /subscriptions?api-version=2022-12-01');
  }
  return targetInArm(environment, trimmed);
}

/**
 * An address in Azure Resource Manager from its parts. Names beyond the types are left out, as in Az.Accounts,
 * whose help has an example that relies on it (Invoke-AzRestMethod, example 4).
 * @throws EngineError `InvalidArgument.Value`, also where names are missing
 */
export function targetOfParts(environment: Environment, parts: ResourceParts): RequestTarget {
  const { subscriptionId, resourceGroup, provider, types, names, apiVersion } = parts;
  // A list of the innermost type has one name less.
  if (types.length - names.length > 1) {
    throw refuse(
      'Name',
      names.join(','),
      `-ResourceType has ${String(types.length)} types, and each but the last needs a name.`,
      `${String(types.length - 1)} names for a list, ${String(types.length)} for one resource`,
    );
  }
  const segments = [
    '/subscriptions',
    segment('SubscriptionId', subscriptionId),
    ...(resourceGroup === undefined ? [] : ['resourceGroups', segment('ResourceGroupName', resourceGroup)]),
    ...(provider === undefined ? [] : ['providers', segment('ResourceProviderName', provider)]),
    ...types.flatMap((type, index) => {
      const name = names[index];
      return [segment('ResourceType', type), ...(name === undefined ? [] : [segment('Name', name)])];
    }),
  ];
  return targetInArm(environment, `${segments.join('/')}?api-version=${encodeURIComponent(apiVersion)}`);
}

/**
 * A whole address, with the service that its token is for: found by its host, or the one given.
 * @throws EngineError `InvalidArgument.Value` for an address that must not have a token
 */
export function targetOfUri(
  environment: Environment,
  address: string,
  resourceId: string | undefined,
): RequestTarget {
  const url = parseAddress(address);
  const named = resourceId === undefined ? undefined : checkResource('ResourceId', resourceId);
  const shown = withoutQuery(url.href);
  if (url.username !== '' || url.password !== '') {
    throw refuse('Uri', url.host, 'It has a user name in it.', 'an address without one');
  }
  if (url.protocol !== 'https:') {
    throw refuse('Uri', shown, 'A token may not travel in clear.', 'an address that begins with https://');
  }
  const inArm = armAddresses(environment);
  if (inArm(url)) return { url: url.href, resource: named ?? resourceFor(environment, 'Arm'), owns: inArm };
  const owns = originAddresses(url);
  if (named !== undefined) {
    if (isArmAudience(environment, named)) {
      throw refuse(
        'ResourceId',
        named,
        `It is that of Azure Resource Manager, and ${url.host} is another service.`,
        `the resource URI of the service at ${url.host}`,
      );
    }
    return { url: url.href, resource: named, owns };
  }
  const resource = ownerOfHost(environment, url);
  if (resource === undefined) {
    throw refuse(
      'Uri',
      shown,
      `No service of ${environment.Name} that is known here has the host ${url.host}, so that no token may go there.`,
      `an address of ${serviceNames(environment).join(', ')}; or name the service with -ResourceId`,
    );
  }
  return { url: url.href, resource, owns };
}

function targetInArm(environment: Environment, pathAndQuery: string): RequestTarget {
  const base = armBaseOf(environment);
  // Put together as text: a path that begins with two slashes would be taken for a host.
  const url = new URL(`${base}${pathAndQuery.replace(/^[/\\]+/, '')}`);
  return {
    url: url.href,
    resource: resourceFor(environment, 'Arm'),
    owns: armAddresses(environment),
  };
}

function parseAddress(address: string): URL {
  try {
    const url = new URL(address);
    if (url.host !== '') return url;
  } catch {
    // Told below.
  }
  throw refuse(
    'Uri',
    withoutQuery(address),
    'It is no whole address.',
    'an address such as https://graph.microsoft.com/v1.0/me; a path alone goes to -Path',
  );
}

/** One part of a path. A slash in it stays: some names have several parts. */
function segment(parameter: string, text: string): string {
  const parts = text.trim().split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw refuse(parameter, text, 'It is no part of an address.', 'a name');
  }
  return encodeURI(parts.join('/')).replace(/[?#]/g, encodeURIComponent);
}

/** A query may hold what must not be shown. */
function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '');
}

function refuse(parameter: string, value: string, reason: string, accepted: string): EngineError {
  return new EngineError('InvalidArgument.Value', {
    facts: { parameter, value, reason, accepted },
    target: value,
  });
}
