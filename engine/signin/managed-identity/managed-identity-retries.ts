// How often an identity endpoint is retried. The metadata service of a virtual machine can be unavailable for up to
// 70 seconds while it is updated (learn.microsoft.com, "How to use managed identities for Azure resources on an Azure
// VM to acquire an access token", "Retry guidance"). The waits are MSAL's (ImdsRetryPolicy.ts and
// DefaultManagedIdentityRetryPolicy.ts of @azure/msal-node).
import { isTransient } from '../../http/retries.ts';
import { retryAfterMs } from '../../http/retry-after.ts';
import type { Outcome, Retries } from '../../http/types.ts';

/** 410 Gone: seven waits of ten seconds. */
const goneWaitMs = 10_000;
const maxGoneAttempts = 7;
const metadataWaitsMs = [1000, 2000, 4000];
const otherWaitsMs = [1000, 1000, 1000];
/** If an endpoint asks for a longer wait than this, there is no retry. */
const longestWaitMs = 60_000;

/** Whether a status means that the endpoint is not ready, which says nothing about the identity. */
export function isNotReady(status: number): boolean {
  return [404, 408, 410, 429].includes(status) || status >= 500;
}

/** Returns the retry rule for one request. With `isMetadataService` (a virtual machine) the waits are longer. */
export function identityRetries(isMetadataService: boolean): Retries {
  const waits = [...(isMetadataService ? metadataWaitsMs : otherWaitsMs)];
  let gone = 0;
  return (outcome) => {
    if (!shouldRetry(outcome)) return undefined;
    if ('status' in outcome && outcome.status === 410)
      return ++gone > maxGoneAttempts ? undefined : goneWaitMs;
    const wait = waits.shift();
    const asked = 'status' in outcome ? (retryAfterMs(outcome.headers['retry-after']) ?? 0) : 0;
    return wait === undefined || asked > longestWaitMs ? undefined : Math.max(wait, asked);
  };
}

function shouldRetry(outcome: Outcome): boolean {
  if ('status' in outcome) return isNotReady(outcome.status);
  return outcome.error.catalogueId === 'Network.Timeout' || isTransient(outcome.error);
}
