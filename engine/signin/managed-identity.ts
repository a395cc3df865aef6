// The identity that Azure gives a machine, app or container: virtual machines (IMDS), App Service and Functions, Arc,
// Cloud Shell, Service Fabric, Machine Learning. MSAL tells them apart by environment variables.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { INetworkModule, ManagedIdentityIdParams } from '@azure/msal-node';
import { msalNetwork, notJson } from '../http/msal-network.ts';
import { redact } from '../http/redact.ts';
import type { HttpClient } from '../http/types.ts';
import { EngineError, isCancelled } from '../protocol/engine-error.ts';
import { environmentVariables, secretEnvironmentVariables } from '../protocol/methods.ts';
import { readJwt } from './jwt.ts';
import type { SignInContext } from './msal-client.ts';
import type { AccessToken, SignedIn, TokenRequest } from './signed-in.ts';

/** What Az.Accounts calls the identity that belongs to the machine itself. */
export const systemAssignedId = 'MSI@50342';

/** The metadata service answers in milliseconds where there is one. */
const imdsTimeoutMs = 3000;
const imdsHost = '169.254.169.254';

export const identityIdTypes = ['System', 'ClientId', 'ObjectId', 'ResourceId'] as const;
export type IdentityIdType = (typeof identityIdTypes)[number];

export interface ManagedIdentity {
  /** Client ID, object ID or resource ID of one that is user-assigned; else the name of the machine's own. */
  readonly id: string;
  readonly idType: IdentityIdType;
}

/**
 * MSAL keeps what it found at its first use, network included, for as long as the process lives. So the network it
 * gets looks up at each request for which call it is.
 */
const currentCall = new AsyncLocalStorage<SignInContext>();

/**
 * Signs a managed identity in. An ID that may be a client ID or an object ID is tried as either.
 * @throws EngineError `NotFound.ManagedIdentity`, `Cancelled.ByUser`
 */
export async function signInManagedIdentity(
  accountId: string | undefined,
  scopes: readonly string[],
  context: SignInContext,
): Promise<SignedIn> {
  const candidates = identitiesFor(accountId);
  for (const [index, identity] of candidates.entries()) {
    try {
      const token = await acquireManagedIdentityToken(
        identity,
        { tenantId: '', scopes, forceRefresh: true },
        context,
      );
      return {
        accountId: identity.id,
        accountType: 'ManagedService',
        ...token,
        scopes,
        properties: { ManagedIdentityIdType: identity.idType },
      };
    } catch (error) {
      const isLast = index === candidates.length - 1;
      if (isLast || !(error instanceof EngineError) || !isUnknownIdentity(error)) throw error;
    }
  }
  throw new Error('There is at least one candidate.');
}

/**
 * A token of a managed identity, from memory or from the service that gives it.
 * @throws EngineError `NotFound.ManagedIdentity`, `Cancelled.ByUser`
 */
export async function acquireManagedIdentityToken(
  identity: ManagedIdentity,
  request: TokenRequest,
  context: SignInContext,
): Promise<AccessToken> {
  const { ManagedIdentityApplication } = await import('@azure/msal-node');
  // The engine belongs to one PowerShell process, whose variables these are; MSAL reads its own process'.
  for (const name of [...environmentVariables, ...secretEnvironmentVariables]) {
    const value = context.variables[name];
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
  const resource = (request.scopes[0] ?? '').replace(/\/\.default$/, '');
  try {
    return await currentCall.run(context, async () => {
      const application = new ManagedIdentityApplication({
        ...(identity.idType === 'System' ? {} : { managedIdentityIdParams: idParameters(identity) }),
        system: {
          disableInternalRetries: true,
          networkClient,
          loggerOptions: {
            piiLoggingEnabled: false,
            loggerCallback: (_level, message) => {
              currentCall.getStore()?.interaction.debug(redact(message));
            },
          },
        },
      });
      const result = await application.acquireToken({
        resource,
        forceRefresh: request.forceRefresh ?? false,
        ...(request.claims === undefined ? {} : { claims: request.claims }),
      });
      return {
        accessToken: result.accessToken,
        expiresOn: result.expiresOn ?? new Date(),
        tenantId: readJwt(result.accessToken)?.tid ?? '',
      };
    });
  } catch (error) {
    throw explain(error, identity, context);
  }
}

const networkClient: INetworkModule = {
  sendGetRequestAsync: (url, options) => network().sendGetRequestAsync(url, options),
  sendPostRequestAsync: (url, options) => network().sendPostRequestAsync(url, options),
};

function network(): INetworkModule {
  const context = currentCall.getStore();
  if (context === undefined) throw new Error('A managed identity is asked for outside a call.');
  const http: HttpClient = async (request, signal) => {
    try {
      const isImds = new URL(request.url).hostname === imdsHost;
      return await context.http(isImds ? { ...request, timeoutMs: imdsTimeoutMs } : request, signal);
    } catch (error) {
      if (error instanceof EngineError) context.failures.push(error);
      throw error;
    }
  };
  return msalNetwork(http, context.signal);
}

function identitiesFor(accountId: string | undefined): ManagedIdentity[] {
  if (accountId === undefined || accountId === systemAssignedId)
    return [{ id: systemAssignedId, idType: 'System' }];
  if (accountId.startsWith('/')) return [{ id: accountId, idType: 'ResourceId' }];
  return [
    { id: accountId, idType: 'ClientId' },
    { id: accountId, idType: 'ObjectId' },
  ];
}

function idParameters({ id, idType }: ManagedIdentity): ManagedIdentityIdParams {
  if (idType === 'ResourceId') return { userAssignedResourceId: id };
  return idType === 'ObjectId' ? { userAssignedObjectId: id } : { userAssignedClientId: id };
}

function isUnknownIdentity(error: EngineError): boolean {
  return error.catalogueId === 'NotFound.ManagedIdentity' && error.entra !== undefined;
}

const elsewhere =
  'Managed identities exist on Azure and Azure Arc only. Elsewhere run Connect-AzAccount, or Connect-AzAccount -ServicePrincipal in a pipeline.';

/** What the service said: MSAL puts it between what it did not say. */
function plain(text: string): string {
  const line = redact(text).replace(/\s+/g, ' ').trim();
  const description = /Description: (.*?)(?: - Correlation ID:|$)/.exec(line)?.[1] ?? line;
  return description.trim().replace(/\.$/, '');
}

function explain(error: unknown, identity: ManagedIdentity, { failures }: SignInContext): unknown {
  if (isCancelled(error)) return new EngineError('Cancelled.ByUser', { cause: error });
  const failure = failures.at(-1);
  if (failure !== undefined) {
    if (isCancelled(failure)) return failure;
    return new EngineError('NotFound.ManagedIdentity', {
      facts: {
        reason: `the service that gives it does not answer (${failure.message.replace(/\.$/, '')})`,
        advice: elsewhere,
      },
      target: identity.id,
      cause: failure,
    });
  }
  const {
    errorCode = '',
    errorMessage = '',
    message = '',
  } = error as Partial<Record<'errorCode' | 'errorMessage' | 'message', string>>;
  const description = plain(errorMessage || message);
  if (description.includes(notJson)) {
    // A captive portal, or the metadata service of another cloud.
    return new EngineError('NotFound.ManagedIdentity', {
      facts: { reason: 'what answers where Azure gives identities is not Azure', advice: elsewhere },
      target: identity.id,
      cause: error,
    });
  }
  const isSystem = identity.idType === 'System';
  return new EngineError('NotFound.ManagedIdentity', {
    facts: {
      reason: description,
      advice: isSystem
        ? 'Turn the system-assigned identity of this resource on, or name a user-assigned one with -AccountId <client ID>.'
        : `Check that '${identity.id}' is the client ID, object ID or resource ID of an identity that is assigned to this resource.`,
    },
    entra: { error: errorCode, description },
    target: identity.id,
    cause: error,
  });
}
