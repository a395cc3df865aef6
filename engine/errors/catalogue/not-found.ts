// The requested thing does not exist, or the account cannot see it.
import { entry, type CatalogueEntry } from './entry.ts';

const notFound = (message: string, action: string): CatalogueEntry =>
  entry('ObjectNotFound', 'System.Management.Automation.ItemNotFoundException', message, action);
/** Az.Accounts' exception type for this error (RMProfileClient.cs, SetCurrentContext): scripts catch it by type. */
const notFoundArgument = (message: string, action: string): CatalogueEntry =>
  entry('ObjectNotFound', 'System.ArgumentException', message, action);

export const notFoundErrors = {
  'NotFound.Tenant': notFoundArgument(
    "The tenant '{tenant}' was not found in {environment}. Please provide a valid tenant or a valid subscription.",
    'Check the domain name or tenant ID for typing errors, and that {environment} is the right cloud.',
  ),
  'NotFound.Subscription': notFoundArgument(
    "The subscription '{subscription}' was not found in {place}. Please provide a valid tenant or a valid subscription.",
    'Run {command} to list the subscriptions that this account can reach{otherwise}.',
  ),
  'NotFound.Context': notFound(
    "There is no context named '{context}'.",
    'Run Get-AzContext -ListAvailable to list the contexts.',
  ),
  'NotFound.ResourceGroup': notFound(
    "The resource group '{group}' was not found in the subscription {subscription}.",
    '{advice}',
  ),
  'NotFound.Config': notFound(
    'This user has no configuration of their own that could be exported.',
    'Set a value first, such as Update-AzConfig -LoginExperienceV2 Off.',
  ),
  'NotFound.Certificate': notFound(
    "No certificate with the thumbprint '{thumbprint}' is in the store My of this user or this machine.",
    'Run Get-ChildItem Cert:\\CurrentUser\\My on Windows to list them; elsewhere give the file: -CertificatePath <path>.',
  ),
  'NotFound.ManagedIdentity': notFound('No managed identity can be used here: {reason}.', '{advice}'),
} as const satisfies Record<`NotFound.${string}`, CatalogueEntry>;
