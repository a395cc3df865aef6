// The resources that tokens are for, and their scopes.
import { EngineError } from '../errors/engine-error.ts';
import type { Environment } from './environment.ts';
import { resourcesOf } from './services.ts';
import { sameText } from '../text/same-text.ts';

/**
 * The resource URI of a service in a cloud, by its short name.
 * @throws EngineError `InvalidArgument.Value` for a name that is not known, or that this cloud does not have
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
 * The resource URI that a user names, without the blanks around it.
 * @throws EngineError `InvalidArgument.Value` for text with blanks or control characters in it: scopes are divided by
 * blanks (RFC 6749, section 3.3), and it would name several
 */
export function checkResource(parameter: string, text: string): string {
  const trimmed = text.trim();
  if (trimmed !== '' && !/[\s\u0000-\u001f\u007f-\u009f]/.test(trimmed)) return trimmed;
  throw new EngineError('InvalidArgument.Value', {
    facts: {
      parameter,
      value: JSON.stringify(text).slice(1, -1),
      reason: trimmed === '' ? 'It is empty.' : 'It has blanks or control characters in it.',
      accepted: 'the resource URI of one service, such as https://vault.azure.net',
    },
    target: text,
  });
}

/**
 * The scope that stands for a resource. A resource that ends in a slash keeps it, so its scope has two: the token's
 * audience is the resource to the letter.
 */
export function scopeOf(resource: string): string {
  return `${resource}/.default`;
}

/** The scope of Azure Resource Manager in a cloud. */
export function armScope(environment: Environment): string {
  return scopeOf(resourceFor(environment, 'Arm'));
}
