// The user has to do something first, and may not be there.
import { auth, entry, type CatalogueEntry } from './entry.ts';

export const interactionRequiredErrors = {
  'InteractionRequired.Mfa': auth(
    "The tenant '{tenant}' asks '{account}' for multifactor authentication{reference}.",
    'Run {command}.',
  ),
  'InteractionRequired.Consent': auth(
    'The account or its administrator has not consented to {scope} yet{reference}.',
    'Run {command} and accept, or ask an administrator of the tenant to consent.',
  ),
  'InteractionRequired.Other': auth('{description}', 'Run {command}.'),
  'InteractionRequired.NoPerson': auth(
    'This way to sign in needs a user, and no one can be asked here: {reason}, and {why}.',
    'Sign in without a user: Connect-AzAccount -Identity on Azure, -ServicePrincipal with a secret, certificate or federated token elsewhere. If someone reads this output: Connect-AzAccount -UseDeviceAuthentication.',
  ),
  'InteractionRequired.Confirmation': entry(
    'InvalidOperation',
    'System.InvalidOperationException',
    '{question} No one can be asked here: {reason}.',
    'Add -Force to go on without being asked.',
  ),
} as const satisfies Record<`InteractionRequired.${string}`, CatalogueEntry>;
