// Managed identities of virtual machines (IMDS), App Service and Functions, Arc, Cloud Shell, Service Fabric and
// Machine Learning. MSAL detects the platform by environment variables.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { INetworkModule, ManagedIdentityIdParams } from '@azure/msal-node';
import { msalNetwork, refusalOf } from '../../http/msal-network.ts';
import { throttledError } from '../../http/http-client.ts';
import { isThrottled } from '../../http/retries.ts';
import { redact } from '../../text/redact.ts';
import type { HttpClient } from '../../http/types.ts';
import { EngineError, isCancelled, toEngineError } from '../../errors/engine-error.ts';
import { secretEnvironmentVariables, type EnvironmentVariables } from '../../protocol/methods.ts';
import { readJwt, type JwtClaims } from '../jwt.ts';
import { readableAnswer } from './managed-identity-answer.ts';
import { explainManagedIdentityError } from './managed-identity-errors.ts';
import {
  checkPlace,
  endpointVariable,
  isMetadataService,
  knowsObjectIds,
  serviceFabricThumbprint,
} from './managed-identity-place.ts';
import { identityRetries, isNotReady } from './managed-identity-retries.ts';
import type { SignInContext } from '../sign-in-context.ts';
import { sameText } from '../../text/same-text.ts';
import type { AccessToken, SignedIn, TokenRequest } from '../signed-in.ts';
import { variableOf } from '../variable-of.ts';
import { statusError } from '../token-http.ts';
import type { ManagedIdentity } from './identity.ts';

/** Az.Accounts' account ID for a system-assigned identity. */
export const systemAssignedId = 'MSI@50342';

/**
 * The variables that MSAL reads (msal-node, `ManagedIdentityEnvironmentVariableNames`). No others are copied into the
 * process.
 */
const variablesOfMsal = [
  ...[
    'AZURE_POD_IDENTITY_AUTHORITY_HOST',
    'DEFAULT_IDENTITY_CLIENT_ID',
    'IDENTITY_ENDPOINT',
    'IDENTITY_HEADER',
  ],
  ...['IDENTITY_SERVER_THUMBPRINT', 'IMDS_ENDPOINT', 'MSI_ENDPOINT', 'MSI_SECRET'],
];

/** If the metadata service exists, it answers within milliseconds. */
const imdsTimeoutMs = 3000;
const imdsHost = '169.254.169.254';

/**
 * MSAL keeps the network client of its first use for the life of the process, so that client looks up the current
 * call for each request.
 */
const currentCall = new AsyncLocalStorage<SignInContext>();

/**
 * Signs in with a managed identity. An ID that may be a client ID or an object ID is tried as both.
 * @throws EngineError `NotFound.ManagedIdentity`, `Network.Status` if the endpoint is out of order,
 * `Cancelled.ByUser`
 */
export async function signInManagedIdentity(
  accountId: string | undefined,
  scopes: readonly string[],
  context: SignInContext,
): Promise<SignedIn> {
  const candidates = identitiesFor(accountId, context.variables);
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
 * Returns a token for a managed identity, from memory or from the endpoint. It is for the identity's own tenant; a
 * request for another tenant fails.
 * @throws EngineError `NotFound.ManagedIdentity`, `Network.Status`, `Authentication.OtherTenant`, `Cancelled.ByUser`
 */
export async function acquireManagedIdentityToken(
  identity: ManagedIdentity,
  request: TokenRequest,
  context: SignInContext,
): Promise<AccessToken> {
  checkPlace(identity, context.variables);
  const { ManagedIdentityApplication } = await import('@azure/msal-node');
  const resource = (request.scopes[0] ?? '').replace(/\/\.default$/, '');
  try {
    return await withVariables(context, async () => {
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
      const claims = readJwt(result.accessToken);
      checkIdentity(claims, identity);
      const tenantId = claims?.tid ?? '';
      checkTenant(tenantId, request.tenantId, identity);
      return { accessToken: result.accessToken, expiresOn: result.expiresOn ?? new Date(), tenantId };
    });
  } catch (error) {
    const { failures, variables } = context;
    throw explainManagedIdentityError(error, identity, {
      failure: failures.at(-1),
      variable: endpointVariable(variables),
    });
  }
}

/** How many calls use the copied variables at the moment. */
let running = 0;

/**
 * Runs work with this call's services and variables. MSAL reads the variables of its own process, so PowerShell's are
 * copied. This is safe: the engine belongs to one PowerShell process. The secret ones are removed afterwards, because
 * programs that the engine starts, such as the browser, inherit its variables.
 */
async function withVariables<T>(context: SignInContext, work: () => Promise<T>): Promise<T> {
  for (const name of variablesOfMsal) {
    const value = variableOf(name, context.variables);
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
  running++;
  try {
    return await currentCall.run(context, work);
  } finally {
    if (--running === 0)
      for (const name of secretEnvironmentVariables) Reflect.deleteProperty(process.env, name);
  }
}

/** Some endpoints ignore the requested identity and return another, so the token is checked. */
function checkIdentity(claims: JwtClaims | undefined, identity: ManagedIdentity): void {
  const { id, idType } = identity;
  const advice = 'Leave out -AccountId, or assign the identity to this resource.';
  const claim = { System: undefined, ClientId: 'appid', ObjectId: 'oid', ResourceId: 'xms_mirid' } as const;
  const name = claim[idType];
  const actual = name === undefined ? undefined : claims?.[name];
  if (actual === undefined || sameText(actual, id)) return;
  const reason = `the service returned the identity '${actual}', not '${id}'`;
  throw new EngineError('NotFound.ManagedIdentity', {
    facts: { reason, advice },
    entra: { description: reason },
    target: id,
  });
}

function checkTenant(actual: string, asked: string, { id }: ManagedIdentity): void {
  if (asked === '' || actual === '' || sameText(asked, actual)) return;
  throw new EngineError('Authentication.OtherTenant', {
    facts: {
      account: id,
      actual,
      tenant: asked,
      advice:
        'A managed identity belongs to one tenant. For another one sign in in another way, such as Connect-AzAccount -ServicePrincipal.',
    },
    target: asked,
  });
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
      const serverThumbprint = serviceFabricThumbprint(context.variables);
      const isMetadata = isMetadataService(context.variables);
      const retries = identityRetries(isMetadata);
      let attempts = 1;
      const response = await context.http(
        {
          ...request,
          ...(isImds ? { timeoutMs: imdsTimeoutMs } : {}),
          ...(serverThumbprint === undefined ? {} : { serverThumbprint }),
          // Getting a token changes nothing, so it may be repeated.
          mayRepeat: true,
          retries: (outcome, attempt) => retries(outcome, (attempts = attempt)),
          answerThrottled: true,
        },
        signal,
      );
      // On other platforms, 404 may mean that the identity does not exist.
      if (isNotReady(response.status) && (isMetadata || response.status !== 404)) {
        context.failures.push(
          isThrottled(response)
            ? throttledError(request.url, response, attempts)
            : statusError(response, request.url),
        );
        return refusalOf('not_ready');
      }
      return readableAnswer(response, request.url);
    } catch (error) {
      context.failures.push(toEngineError(error));
      if (isCancelled(error)) throw error;
      // Returned as an answer, because MSAL may be renewing a token early: it then uses the token that it has.
      return refusalOf('unreachable');
    }
  };
  return msalNetwork(http, context.signal);
}

function identitiesFor(accountId: string | undefined, variables: EnvironmentVariables): ManagedIdentity[] {
  if (accountId === undefined || accountId === systemAssignedId)
    return [{ id: systemAssignedId, idType: 'System' }];
  if (accountId.startsWith('/')) return [{ id: accountId, idType: 'ResourceId' }];
  const byClientId: ManagedIdentity = { id: accountId, idType: 'ClientId' };
  return knowsObjectIds(variables) ? [byClientId, { id: accountId, idType: 'ObjectId' }] : [byClientId];
}

function idParameters({ id, idType }: ManagedIdentity): ManagedIdentityIdParams {
  if (idType === 'ResourceId') return { userAssignedResourceId: id };
  return idType === 'ObjectId' ? { userAssignedObjectId: id } : { userAssignedClientId: id };
}

function isUnknownIdentity(error: EngineError): boolean {
  return error.catalogueId === 'NotFound.ManagedIdentity' && error.entra !== undefined;
}
