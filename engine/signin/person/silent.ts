// Tokens without asking anybody: from the cache, or with the refresh token.
import type { AccountInfo, INativeBrokerPlugin, PublicClientApplication } from '@azure/msal-node';
import { brokerParameters, brokerReason } from './broker.ts';
import { EngineError } from '../../errors/engine-error.ts';
import { authorityFor } from '../../environments/environment-store.ts';
import { connectCommand, explainSignInError } from '../../errors/entra-errors.ts';
import { sameLoginHost } from '../../text/login-hosts.ts';
import { publicClient } from '../msal-client.ts';
import type { AccessToken } from '../signed-in.ts';
import type { SignInContext } from '../sign-in-context.ts';
import { sameText } from '../../text/same-text.ts';

export interface SilentRequest {
  readonly accountId: string;
  readonly homeAccountId: string | undefined;
  readonly tenantId: string;
  readonly scopes: readonly string[];
  /** A claims challenge, as JSON: a new token that answers it. */
  readonly claims?: string;
  readonly forceRefresh?: boolean;
  /** The broker keeps the tokens of this account. */
  readonly byBroker?: boolean;
}

/**
 * A token of a person who signed in before.
 * @throws EngineError `NotSignedIn.Expired`, `InteractionRequired.*` with the command that mends it, `Network.*`
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
    const found =
      (await findAccountIn(request, broker, context)) ??
      (broker === undefined ? await findAtSystemBroker(request, context) : undefined);
    if (found === undefined) {
      throw new EngineError('NotSignedIn.Expired', {
        facts: { account: accountId, command: connectCommand(facts) },
        target: accountId,
      });
    }
    const result = await found.client.acquireTokenSilent({
      // MSAL looks in its cache under the account's tenant, whatever the authority is.
      account: { ...found.account, tenantId },
      scopes: [...scopes],
      forceRefresh: request.forceRefresh ?? false,
      ...(request.claims === undefined ? {} : { claims: request.claims }),
      ...(found.broker === undefined ? {} : brokerParameters(tenantId, request.claims)),
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
  /** Where its tokens are; undefined for the cache. */
  readonly broker: INativeBrokerPlugin | undefined;
}

/** The account in the cache, or at the broker. */
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
 * The account at the broker of Windows, for one that the cache does not have: Az.Accounts signs in there by default, and
 * its contexts do not say so. Best effort; what the broker cannot do is a sign-in that is gone.
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
 * Signs an account out at the broker, where that keeps it. What is stored here is gone by then: what the broker refuses is
 * worth a warning, not a failure.
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
  // One cache holds the accounts of all clouds, and one that moved to another address is another cloud.
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
