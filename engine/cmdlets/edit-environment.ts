// The shared part of Add- and Set-AzEnvironment. In an environment that exists, only the given endpoints change.
import type { CmdletContext } from '../declaration/cmdlet-context.ts';
import { discoverEnvironment } from '../environments/discover-environment.ts';
import type { Environment } from '../environments/environment.ts';
import { toEnvironmentOutput } from '../environments/environment-output.ts';
import { refuseBuiltIn } from '../environments/environment-store.ts';
import { checkAddress, isAddressProperty } from '../environments/endpoint-address.ts';
import { borrowedBy, refusalOf, warningOf, type Borrowed } from '../rest/other-cloud.ts';
import type { ContextScope } from '../contexts/model.ts';
import { endpointProperties } from './endpoint-parameters.ts';
import { httpOf } from '../session/call-http.ts';

export interface EnvironmentEdit {
  readonly Name: string;
  readonly ARMEndpoint?: string;
  readonly EnableAdfsAuthentication?: boolean;
  readonly Scope?: ContextScope;
}

/**
 * Adds or changes an environment as the parameters say, and writes it to the output.
 * @throws EngineError `InvalidArgument.Value`, `Blocked.OtherCloud`, `Network.*`, `Storage.*`
 */
export async function editEnvironment(
  parameters: EnvironmentEdit,
  action: string,
  context: CmdletContext,
): Promise<void> {
  const { services, interaction, signal, shouldProcess, write } = context;
  const { Name: name, ARMEndpoint: armEndpoint, Scope: scope } = parameters;
  refuseBuiltIn(name);
  const given = endpointsOf(parameters);
  if (!(await shouldProcess(name, action))) return;
  const before = await services.environments.find(name);
  const discovered =
    armEndpoint === undefined ? {} : await discoverEnvironment(name, armEndpoint, httpOf(context), signal);
  // A parameter wins over the cloud's own description. What the cloud leaves out does not remove a stored endpoint.
  const environment = withChanges(
    withChanges(before ?? newEnvironment(name), withoutNulls(discovered)),
    given,
  );
  const borrowed = borrowedBy(environment);
  // The user may name another cloud's authority or audience. A host that describes itself so is refused.
  const untrustedParts =
    armEndpoint === undefined ? [] : borrowed.filter(({ property }) => !hasProperty(given, property));
  if (untrustedParts.length > 0)
    throw refusalOf(
      environment,
      untrustedParts,
      armEndpoint ?? '',
      untrustedParts.map(parameterFor).join(' '),
    );
  for (const part of borrowed) {
    if (hasProperty(given, part.property) || hasProperty(given, part.receiverProperty))
      interaction.warning(warningOf(environment, part));
  }
  await services.environments.set(environment, scope ?? (await services.autosave.ofProcess()), signal);
  write(toEnvironmentOutput(environment));
}

function hasProperty(given: Partial<Environment>, property: string): boolean {
  return property in given || property in (given.ExtendedProperties ?? {});
}

/** Returns the parameter that sets the same value, as the user would type it. */
function parameterFor({ property, value }: Borrowed): string {
  const parameter = Object.entries(endpointProperties).find(
    ([, endpoint]) => endpoint.property === property,
  )?.[0];
  return `-${parameter ?? property} ${quoted(value)}`;
}

/** Quotes a value of unknown origin for PowerShell, which reads four more characters as a single quote. */
function quoted(value: string): string {
  return `'${value.replace(/['\u2018-\u201b]/g, '$&$&')}'`;
}

function newEnvironment(name: string): Environment {
  return { Name: name, Type: 'User-defined', OnPremise: false, VersionProfiles: [], ExtendedProperties: {} };
}

function withChanges(environment: Environment, changes: Partial<Environment>): Environment {
  const extended = { ...environment.ExtendedProperties, ...changes.ExtendedProperties };
  return {
    ...environment,
    ...changes,
    Name: environment.Name,
    ExtendedProperties: Object.fromEntries(Object.entries(extended).filter(([, value]) => value !== '')),
  };
}

function withoutNulls(discovered: Partial<Environment>): Partial<Environment> {
  return Object.fromEntries(Object.entries(discovered).filter(([, value]) => value !== null));
}

/** Returns the given endpoints. An empty string removes one: an environment from the pipeline binds so what it lacks. */
function endpointsOf(parameters: EnvironmentEdit): Partial<Environment> {
  const given = parameters as unknown as Readonly<Record<string, unknown>>;
  const { EnableAdfsAuthentication: adfs } = parameters;
  const changes: Partial<Environment> & { ExtendedProperties: Record<string, string> } = {
    ...(adfs === undefined ? {} : { OnPremise: adfs }),
    ExtendedProperties: {},
  };
  for (const [parameter, { property, extended }] of Object.entries(endpointProperties)) {
    const value = given[parameter];
    if (typeof value !== 'string') continue;
    if (value !== '' && isAddressProperty(property)) checkAddress(parameter, value);
    if (extended === true) changes.ExtendedProperties[property] = value;
    else if (value === '') changes[property] = null;
    else changes[property] = property === 'ActiveDirectoryAuthority' ? value.replace(/\/?$/, '/') : value;
  }
  return changes;
}
