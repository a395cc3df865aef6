// Environments by name: the built-in ones, and those that users added, which are stored in AzureRmContext.json.
import { commandLine } from '../text/command-line.ts';
import { EngineError } from '../errors/engine-error.ts';
import { builtInEnvironments, isBuiltIn } from './built-in.ts';
import { objectionToAddress, shownAddress } from './endpoint-address.ts';
import type { Environment } from './environment.ts';
import { sameText } from '../text/same-text.ts';

/** The part of AzureRmContext.json with environments. */
export interface EnvironmentFile {
  EnvironmentTable?: Record<string, Environment>;
}

/** Returns all environments. A stored one cannot replace a built-in one with the same name. */
export function listEnvironments(file: EnvironmentFile): Environment[] {
  const added = Object.values(file.EnvironmentTable ?? {}).filter(({ Name }) => !isBuiltIn(Name));
  return [...builtInEnvironments(), ...added];
}

/**
 * Returns the environment with a name, ignoring case.
 * @throws EngineError `InvalidArgument.Environment`
 */
export function findEnvironment(file: EnvironmentFile, name: string): Environment {
  const environments = listEnvironments(file);
  const found = environments.find(({ Name }) => sameText(Name, name));
  if (found !== undefined) return found;
  throw noEnvironment(
    name,
    environments.map(({ Name }) => Name),
  );
}

/**
 * Adds an environment to the file, or replaces the one with the same name.
 * @throws EngineError `InvalidArgument.Value` for the name of a built-in one
 */
export function addEnvironment(file: EnvironmentFile, environment: Environment): void {
  refuseBuiltIn(environment.Name);
  const others = Object.entries(file.EnvironmentTable ?? {}).filter(
    ([name]) => !sameText(name, environment.Name),
  );
  file.EnvironmentTable = Object.fromEntries([...others, [environment.Name, environment]]);
}

/**
 * Checks that a name does not belong to a built-in environment.
 * @throws EngineError `InvalidArgument.Value`
 */
export function refuseBuiltIn(name: string): void {
  if (!isBuiltIn(name)) return;
  throw new EngineError('InvalidArgument.Value', {
    facts: {
      parameter: 'Name',
      value: name,
      reason: 'It is the name of a built-in environment, which cannot be changed.',
      accepted: `a name other than ${builtInEnvironments()
        .map(({ Name }) => Name)
        .join(', ')}`,
    },
    target: name,
  });
}

/**
 * Returns the authority for a tenant (ID, domain name, `organizations`):
 * `https://login.microsoftonline.com/<tenant>`. AD FS has only one authority.
 * @throws EngineError `InvalidArgument.Value` if the environment has no https address for it
 */
export function authorityFor(environment: Environment, tenant: string): string {
  const base = secureAddress(environment, 'ActiveDirectoryAuthority', 'ActiveDirectoryEndpoint');
  // AD FS has no tenants. Az.Accounts stores its address with or without `adfs` at the end.
  if (environment.OnPremise) return `${withSlash(base.replace(/\/adfs\/?$/i, ''))}adfs`;
  return `${withSlash(base)}${tenant}`;
}

/**
 * Returns the base address of Azure Resource Manager, with a trailing slash.
 * @throws EngineError `InvalidArgument.Value` if the environment has no https address for it
 */
export function armBaseOf(environment: Environment): string {
  return withSlash(secureAddress(environment, 'ResourceManagerUrl', 'ResourceManagerEndpoint'));
}

/** A file may contain an address that Set-AzEnvironment would reject. */
function secureAddress(
  environment: Environment,
  property: 'ActiveDirectoryAuthority' | 'ResourceManagerUrl',
  parameter: string,
): string {
  const address = environment[property] ?? '';
  const objection = address === '' ? 'It has none.' : objectionToAddress(address);
  if (objection === undefined) return address;
  throw new EngineError('InvalidArgument.Value', {
    facts: {
      parameter,
      value: shownAddress(address),
      reason: `It is set in the environment '${environment.Name}'. ${objection}`,
      accepted: `an https address, set with Set-AzEnvironment -${parameter}`,
    },
    target: environment.Name,
  });
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}

/** Returns the error for an unknown environment, with the known names. */
export function noEnvironment(name: string, known: readonly string[]): EngineError {
  const list = known.join(', ') || 'none were added';
  return new EngineError('InvalidArgument.Environment', {
    known,
    facts: { environment: name, known: list, command: commandLine('Add-AzEnvironment', { Name: name }) },
    target: name,
  });
}
