// Chooses the application that signs in and its tenant: from the parameters, else from the environment variables of
// the Azure SDKs.
import { EngineError } from '../errors/engine-error.ts';
import type { EnvironmentVariables } from '../protocol/methods.ts';
import type { Interaction } from '../signin/interaction.ts';
import { environmentCredential, type EnvironmentCredential } from '../signin/app/environment-credential.ts';
import { variableOf } from '../signin/variable-of.ts';
import type { ConnectCall } from './connect-call.ts';
import { assertionSet, certificateFileSet, secretSet, thumbprintSet } from './connect-parameters.ts';

/** The application and tenant of a Connect-AzAccount call, completed from environment variables. */
export interface NamedApplication {
  /** The application ID. Empty if the account is not an application, or if -Credential has the ID. */
  readonly applicationId: string;
  /** ID or domain name. Undefined if none is named and none is required. */
  readonly tenant: string | undefined;
  /** Used if no parameter gives a credential. */
  readonly credential: EnvironmentCredential | undefined;
}

const applicationSets: readonly string[] = [secretSet, thumbprintSet, certificateFileSet, assertionSet];

/**
 * Returns the application and tenant of a call. AZURE_CLIENT_ID and AZURE_TENANT_ID are the defaults of an
 * application's -ApplicationId and -Tenant.
 * @throws EngineError `InvalidArgument.ParameterSet` if one is missing, `InvalidArgument.Certificate`
 */
export function namedApplication(
  { parameterSet, parameters }: ConnectCall,
  variables: EnvironmentVariables,
  interaction: Pick<Interaction, 'verbose'>,
): NamedApplication {
  const given = parameters as { ApplicationId?: string; Tenant?: string; FederatedToken?: string };
  if (!applicationSets.includes(parameterSet))
    return { applicationId: '', tenant: given.Tenant, credential: undefined };
  const used: string[] = [];
  const missing: string[] = [];
  const from = (parameter: 'ApplicationId' | 'Tenant', variable: string): string => {
    if (given[parameter] !== undefined) return given[parameter];
    const value = variableOf(variable, variables);
    if (value === undefined) missing.push(`-${parameter} is missing, and ${variable} is not set.`);
    else used.push(variable);
    return value ?? '';
  };
  const applicationId = parameterSet === secretSet ? '' : from('ApplicationId', 'AZURE_CLIENT_ID');
  const tenant = from('Tenant', 'AZURE_TENANT_ID');
  if (missing.length > 0)
    throw new EngineError('InvalidArgument.ParameterSet', {
      facts: { reason: missing.join(' '), cmdlet: 'Connect-AzAccount' },
    });
  const isOpen = parameterSet === assertionSet && given.FederatedToken === undefined;
  const credential = isOpen ? environmentCredential(applicationId, variables) : undefined;
  if (credential !== undefined) used.push(credential.variable);
  if (used.length > 0) interaction.verbose(`Taken from environment variables: ${used.join(', ')}.`);
  return { applicationId, tenant, credential };
}
