// The resources of tokens, and their scopes.
import { EngineError } from '../errors/engine-error.ts';
import type { Environment } from './environment.ts';
import { resourcesOf } from './services.ts';
import { sameText } from '../text/same-text.ts';

/**
 * Returns the resource URI of a service in a cloud, by its short name.
 * @throws EngineError `InvalidArgument.Value` if the name is unknown or the cloud does not have the service
 */
export function resourceFor(environment: Environment, typeName: string): string {
  const known = resourcesOf(environment);
  const name = Object.keys(known).find((candidate) => sameText(candidate, typeName));
  const resource = name === undefined ? undefined : known[name];
  if (resource !== undefined && resource !== '') return resource;
  const available = Object.keys(known).filter((candidate) => Boolean(known[candidate]));
  throw new EngineError('InvalidArgument.Value', {
    facts: {
      parameter: 'ResourceTypeName',
      value: typeName,
      reason: name === undefined ? '' : `${environment.Name} has no such service.`,
      accepted: available.join(', '),
    },
    target: typeName,
  });
}

/**
 * Returns a resource URI from the user, without surrounding spaces.
 * @throws EngineError `InvalidArgument.Value` if it contains spaces or control characters: spaces separate scopes
 * (RFC 6749, section 3.3), so it would name several
 */
export function checkResource(parameter: string, text: string): string {
  const trimmed = text.trim();
  if (trimmed !== '' && !/[\s\u0000-\u001f\u007f-\u009f]/.test(trimmed)) return trimmed;
  throw new EngineError('InvalidArgument.Value', {
    facts: {
      parameter,
      value: JSON.stringify(text).slice(1, -1),
      reason: trimmed === '' ? 'It is empty.' : 'It contains spaces or control characters.',
      accepted: 'the resource URI of one service, such as https://vault.azure.net',
    },
    target: text,
  });
}

/**
 * Returns the scope for all permissions of a resource. If the resource ends with a slash, the scope has two slashes,
 * because the audience of the token is exactly the resource.
 */
export function scopeOf(resource: string): string {
  return `${resource}/.default`;
}

/** Returns the scope of Azure Resource Manager in a cloud. */
export function armScope(environment: Environment): string {
  return scopeOf(resourceFor(environment, 'Arm'));
}
