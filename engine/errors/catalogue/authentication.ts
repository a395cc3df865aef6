// The sign-in, or the renewal of a token, failed.
import { auth, entry, loginPhrase, type CatalogueEntry } from './entry.ts';

export const authenticationErrors = {
  'Authentication.Failed': auth('{description}', '{advice}'),
  'Authentication.Denied': auth(
    'The sign-in was declined in the browser: {description}',
    'Run Connect-AzAccount again and accept, or ask an administrator of the tenant to grant access.',
  ),
  'Authentication.WrongAccount': auth(
    "'{actual}' signed in, but '{expected}' was asked for.",
    'Run the command again and sign in as {expected}, or change to the other account with Connect-AzAccount first.',
  ),
  'Authentication.OtherTenant': auth(
    "'{account}' has tokens of the tenant '{actual}' only, not of '{tenant}'.",
    '{advice}',
  ),
  'Authentication.CodeExpired': auth(
    'The device code expired before it was used{reference}.',
    'Run Connect-AzAccount -UseDeviceAuthentication again and enter the code within {minutes} minutes.',
  ),
  'Authentication.NoIdentityToken': auth('There is no identity token to sign in with: {reason}.', '{advice}'),
  'Authentication.FederatedTokenExpired': auth(
    `The federated token of '{account}' expired at {when}. ${loginPhrase}`,
    'Sign in with a fresh -FederatedToken; on GitHub Actions, Azure Pipelines and Kubernetes leave it out, and it is renewed automatically.',
  ),
  'Authentication.TokenNotGiven': auth(
    "'{account}' signed in with access tokens, and none of them is for {scope}.",
    '{advice}',
  ),
  'Authentication.TokenExpired': auth(
    `The access token of '{account}' for {scope} expired at {when}. ${loginPhrase}`,
    'An access token that was given cannot be renewed: run Connect-AzAccount with a fresh one, or sign in another way.',
  ),
  'Authentication.TokenNotRenewable': auth(
    "The access token of '{account}' was given and cannot be renewed.",
    'Run Connect-AzAccount with a fresh one, or sign in another way.',
  ),
  'Authentication.TokenTooShort': auth(
    '{what} lasts for {left}; -MinimumLifetime asks for {minimum}.',
    'Ask for less, or get a new token during the work.',
  ),
  'Authentication.Timeout': entry(
    'OperationTimeout',
    'System.TimeoutException',
    'No answer came from the browser within {seconds} seconds. Was the page closed?',
    'Run Connect-AzAccount again. Without a browser on this machine: Connect-AzAccount -UseDeviceAuthentication.',
  ),
} as const satisfies Record<`Authentication.${string}`, CatalogueEntry>;
