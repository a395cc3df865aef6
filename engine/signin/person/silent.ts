// Tokens without interaction: from the cache, with the refresh token, or from the broker.
import type { AccountInfo, INativeBrokerPlugin, PublicClientApplication } from '@azure/msal-node';
import { brokerParameters, brokerReason } from './broker.ts';
import { EngineError } from '../../errors/engine-error.ts';
import { authorityFor } from '../../environments/environment-store.ts';
import { connectCommand, explainSignInError } from '../../errors/entra-errors.ts';
import { sameLoginHost } from '../../environments/public-clouds/login-hosts.ts';
import { answerOf } from '../known-answers.ts';
import { authorityOf, publicClient } from '../msal-client.ts';
import type { AccessToken } from '../signed-in.ts';
import type { SignInContext } from '../sign-in-context.ts';
import { sameText } from '../../text/same-text.ts';

export interface SilentRequest {
  readonly accountId: string;
  readonly homeAccountId: string | undefined;
  readonly tenantId: string;
  readonly scopes: readonly string[];
  /** A claims challenge, as JSON. The new token must satisfy it. */
  readonly claims?: string;
  readonly forceRefresh?: boolean;
  /** Whether the broker stores the account's tokens. */
  readonly byBroker?: boolean;
}

/**
 * Returns a token for a user who signed in before.
 * @throws EngineError `NotSignedIn.Expired`, `InteractionRequired.*` with the command that helps, `Network.*`
 */
export async function acquireTokenSilently(
  request: SilentRequest,
  context: SignInContext,
): Promise<AccessToken> {
  const { accountId, tenantId, scopes } = request;
  const facts = {
    account: accountId,
    tenant: tenantId,
    environment: context.environment.Name,
    scope: scopes[0] ?? '',
    isRenewal: true,
    ...(request.claims === undefined ? {} : { claims: request.claims }),
  };
  try {
    const broker = request.byBroker === true ? await context.loadBroker() : undefined;
    if (typeof broker === 'string') {
      throw new EngineError('NotSignedIn.Expired', {
        facts: { account: accountId, command: connectCommand(facts) },
        target: accountId,
        cause: new Error(broker),
      });
    }
    const isFromCache = request.forceRefresh !== true && request.claims === undefined && broker === undefined;
    const question = [
      'person',
      accountId,
      request.homeAccountId,
      tenantId,
      await authorityOf(context, tenantId),
      scopes,
    ];
    const result = await answerOf(isFromCache ? question : undefined, context, async () => {
      const found =
        (await findAccountIn(request, broker, context)) ??
        (broker === undefined ? await findAtSystemBroker(request, context) : undefined);
      if (found === undefined) {
        throw new EngineError('NotSignedIn.Expired', {
          facts: { account: accountId, command: connectCommand(facts) },
          target: accountId,
        });
      }
      const answer = await found.client.acquireTokenSilent({
        // MSAL searches its cache by the account's tenant, not by the authority's.
        account: { ...found.account, tenantId },
        scopes: [...scopes],
        forceRefresh: request.forceRefresh ?? false,
        ...(request.claims === undefined ? {} : { claims: request.claims }),
        ...(found.broker === undefined ? {} : brokerParameters(tenantId, request.claims)),
      });
      // The broker has a cache of its own.
      return found.broker === undefined ? answer : { ...answer, fromCache: false };
    });
    return {
      accessToken: result.accessToken,
      expiresOn: result.expiresOn ?? new Date(),
      tenantId: result.tenantId || tenantId,
    };
  } catch (error) {
    throw explainSignInError(error, facts, context.failures.at(-1));
  }
}

interface FoundAccount {
  readonly client: PublicClientApplication;
  readonly account: AccountInfo;
  /** The broker that stores its tokens, or undefined if they are in the cache. */
  readonly broker: INativeBrokerPlugin | undefined;
}

/** Returns the account in the cache or at the broker, or undefined if it is not there. */
async function findAccountIn(
  request: SilentRequest,
  broker: INativeBrokerPlugin | undefined,
  context: SignInContext,
): Promise<FoundAccount | undefined> {
  const client = await publicClient(context, request.tenantId, broker);
  const account = await findAccount(client, request, context);
  return account === undefined ? undefined : { client, account, broker };
}

/**
 * Returns the account at the broker of Windows, for an account that is not in the cache: Az.Accounts signs in with the
 * broker by default, and its contexts do not say so. Best effort; never throws.
 */
async function findAtSystemBroker(
  request: SilentRequest,
  context: SignInContext,
): Promise<FoundAccount | undefined> {
  if (process.platform !== 'win32' || context.environment.Name !== 'AzureCloud') return undefined;
  const broker = await context.loadBroker();
  if (typeof broker === 'string') return undefined;
  try {
    return await findAccountIn(request, broker, context);
  } catch (error) {
    context.interaction.debug(`The broker does not have '${request.accountId}': ${brokerReason(error)}`);
    return undefined;
  }
}

/**
 * Signs an account out at the broker, if that stores its tokens. Our own data is already deleted, so a failure is
 * only a warning.
 */
export async function signOutAtBroker(
  request: Pick<SilentRequest, 'accountId' | 'homeAccountId' | 'byBroker'>,
  context: SignInContext,
): Promise<void> {
  const broker = request.byBroker === true ? await context.loadBroker() : '';
  if (typeof broker === 'string') return;
  try {
    const client = await publicClient(context, 'organizations', broker);
    const account = await findAccount(client, request, context);
    if (account !== undefined) await client.signOut({ account });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    context.interaction.warning(
      `The broker of the system did not sign '${request.accountId}' out (${reason}). Remove the account in the settings of the system.`,
    );
  }
}

async function findAccount(
  client: PublicClientApplication,
  request: Pick<SilentRequest, 'accountId' | 'homeAccountId'>,
  { environment }: SignInContext,
): Promise<AccountInfo | undefined> {
  const accounts = (await client.getAllAccounts()).filter((account) => isSame(account, request));
  // One cache has the accounts of all clouds. If none is on this host, the cloud has moved to another address.
  const { host } = new URL(authorityFor(environment, 'organizations'));
  return accounts.find((account) => sameLoginHost(account.environment, host)) ?? accounts[0];
}

function isSame(
  account: AccountInfo,
  { accountId, homeAccountId }: Pick<SilentRequest, 'accountId' | 'homeAccountId'>,
): boolean {
  if (homeAccountId !== undefined) return sameText(account.homeAccountId, homeAccountId);
  return sameText(account.username, accountId);
}
