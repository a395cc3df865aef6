// There is no usable sign-in.
import { auth, entry, loginPhrase, type CatalogueEntry } from './entry.ts';

export const notSignedInErrors = {
  // Az.Accounts' exception type, and its wording in messages of this kind and of NotFound: scripts look for both.
  'NotSignedIn.None': entry(
    'AuthenticationError',
    'System.Management.Automation.PSInvalidOperationException',
    `No account is signed in. ${loginPhrase}`,
    'Run Connect-AzAccount, with -Identity or -ServicePrincipal if no one can answer a prompt.',
  ),
  'NotSignedIn.Context': entry(
    'AuthenticationError',
    'System.Management.Automation.PSInvalidOperationException',
    `The context '{context}' belongs to another PowerShell process and is not signed in here. ${loginPhrase}`,
    'Sign in without -Scope Process, or in this PowerShell. A cmdlet with -AsJob passes the sign-in to its job.',
  ),
  'NotSignedIn.Expired': auth(
    `The sign-in of '{account}' has expired or was revoked{reference}. ${loginPhrase}`,
    'Run {command}.',
  ),
  'NotSignedIn.Keyring': auth(
    `The sign-in of '{account}' cannot be read: {reason}. ${loginPhrase}`,
    'Unlock the keyring, or use a session in which it runs, and try again; or sign in again, with tokens in a file for as long. {advice}',
  ),
} as const satisfies Record<`NotSignedIn.${string}`, CatalogueEntry>;
