// The error catalogue: every failure that a user can meet, with what to do about it. The PowerShell side has no table
// of its own; it builds the ErrorRecord from these entries. Each family of ids has a file: `NotFound.Tenant` is in
// catalogue/not-found.ts.
import { authenticationErrors } from './catalogue/authentication.ts';
import { blockedErrors } from './catalogue/blocked.ts';
import { cancelledErrors } from './catalogue/cancelled.ts';
import { engineErrors } from './catalogue/engine.ts';
import { interactionRequiredErrors } from './catalogue/interaction-required.ts';
import { invalidArgumentErrors } from './catalogue/invalid-argument.ts';
import { networkErrors } from './catalogue/network.ts';
import { notFoundErrors } from './catalogue/not-found.ts';
import { notSignedInErrors } from './catalogue/not-signed-in.ts';
import { operationErrors } from './catalogue/operation.ts';
import { platformErrors } from './catalogue/platform.ts';
import { storageErrors } from './catalogue/storage.ts';
import { throttledErrors } from './catalogue/throttled.ts';

export const errorCatalogue = {
  ...invalidArgumentErrors,
  ...notFoundErrors,
  ...notSignedInErrors,
  ...interactionRequiredErrors,
  ...authenticationErrors,
  ...blockedErrors,
  ...networkErrors,
  ...operationErrors,
  ...throttledErrors,
  ...storageErrors,
  ...platformErrors,
  ...cancelledErrors,
  ...engineErrors,
} as const;

/** The id of an error: from the catalogue, or an AADSTS number that the catalogue does not explain. */
export type CatalogueId = keyof typeof errorCatalogue;
export type ErrorId = CatalogueId | `Authentication.AADSTS${number}`;
