// Builds the URL of a request and finds the service that its token is for. Sends nothing.
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
  /** Whether the token may be sent to a URL: only to those of the service. */
  readonly owns: OwnsAddress;
}

/** The parts of an ARM URL, from left to right. */
export interface ResourceParts {
  readonly subscriptionId: string;
  readonly resourceGroup?: string | undefined;
  readonly provider?: string | undefined;
  readonly types: readonly string[];
  readonly names: readonly string[];
  readonly apiVersion: string;
}

/**
 * Returns an ARM URL for a path with a query.
 * @throws EngineError `InvalidArgument.Value` if it is not a path
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
    throw refuse(
      'Path',
      path,
      'It names no resource.',
      'a path such as /subscriptions?api-version=2022-12-01',
    );
  }
  return targetInArm(environment, trimmed);
}

/**
 * Returns an ARM URL for its parts. Names without a type are ignored, as in Az.Accounts, whose help has an example
 * that relies on it (Invoke-AzRestMethod, example 4).
 * @throws EngineError `InvalidArgument.Value`, also if names are missing
 */
export function targetOfParts(environment: Environment, parts: ResourceParts): RequestTarget {
  const { subscriptionId, resourceGroup, provider, types, names, apiVersion } = parts;
  // A list has one name less than types.
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
 * Returns a complete URL with the service that its token is for: found by its host, or the given one.
 * @throws EngineError `InvalidArgument.Value` for a URL to which no token may be sent
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
    throw refuse(
      'Uri',
      shown,
      'A token must not be sent unencrypted.',
      'an address that begins with https://',
    );
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
      `No service of ${environment.Name} has the host ${url.host}, so no token may be sent there.`,
      `an address of ${serviceNames(environment).join(', ')}; or name the service with -ResourceId`,
    );
  }
  return { url: url.href, resource, owns };
}

function targetInArm(environment: Environment, pathAndQuery: string): RequestTarget {
  const base = armBaseOf(environment);
  // Concatenated as text, because `URL` would take a path that starts with two slashes for a host.
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
    // Reported below.
  }
  throw refuse(
    'Uri',
    withoutQuery(address),
    'It is not a complete address.',
    'an address such as https://graph.microsoft.com/v1.0/me; a path alone goes to -Path',
  );
}

/** Returns one part of a path, encoded. A slash in it is kept, because some names have several parts. */
function segment(parameter: string, text: string): string {
  const parts = text.trim().split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw refuse(parameter, text, 'It cannot be part of an address.', 'a name');
  }
  return encodeURI(parts.join('/')).replace(/[?#]/g, encodeURIComponent);
}

/** A query may contain secrets, so it is not shown. */
function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '');
}

function refuse(parameter: string, value: string, reason: string, accepted: string): EngineError {
  return new EngineError('InvalidArgument.Value', {
    facts: { parameter, value, reason, accepted },
    target: value,
  });
}
