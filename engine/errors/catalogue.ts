// The error catalogue: every failure a user can meet, with what to do about it. The PowerShell side holds no
// table of its own: it builds the ErrorRecord from what stands here. `NotFound.Tenant` is in catalogue/not-found.ts.
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

/** An id of the catalogue, or of an Entra error that the catalogue has no words of its own for. */
export type CatalogueId = keyof typeof errorCatalogue;
export type ErrorId = CatalogueId | `Authentication.AADSTS${number}`;
