// Sign-in with the system's broker: Web Account Manager on Windows, and whatever the native runtime supports
// elsewhere. The broker shows its own dialog and knows the system's accounts.
import { release } from 'node:os';
import type {
  AccountInfo,
  AuthenticationResult,
  INativeBrokerPlugin,
  PublicClientApplication,
} from '@azure/msal-node';
import { EngineError } from '../../errors/engine-error.ts';
import type { UserSignInRequest } from './browser.ts';
import { publicClient } from '../msal-client.ts';
import type { SignInContext } from '../sign-in-context.ts';
import { sameText } from '../../text/same-text.ts';
import { beforeAbort, beforeDeadline } from '../../waiting/before-abort.ts';

/** The property of an account whose tokens the broker stores. */
export const brokerProperty = 'LoginByBroker';

/** Build 17763 is Windows 10 1809 and Windows Server 2019, the first with all that the broker needs. */
const oldestWindowsBuild = 17763;
/** Domains of Microsoft accounts, which the broker does not sign in to Azure. */
const consumerDomains = /@(?:outlook|hotmail|live|msn|passport)\.[a-z.]+$/i;

export interface BrokerFacts {
  readonly platform: NodeJS.Platform;
  /** The result of `os.release()`. */
  readonly release: string;
  readonly environmentName: string;
  readonly accountId: string | undefined;
  readonly canPrompt: boolean;
  readonly cannotPromptReason: string;
  readonly isRemote: boolean;
}

/** Returns the facts about this machine, for an account or for any. */
export function brokerFacts(
  { environment, interaction, variables }: Pick<SignInContext, 'environment' | 'interaction' | 'variables'>,
  accountId?: string,
): BrokerFacts {
  return {
    platform: process.platform,
    release: release(),
    environmentName: environment.Name,
    accountId,
    canPrompt: interaction.canPrompt,
    cannotPromptReason: interaction.cannotPromptReason,
    isRemote: ['SSH_CONNECTION', 'SSH_CLIENT', 'SSH_TTY'].some((name) => (variables[name] ?? '') !== ''),
  };
}

/** Returns why the broker cannot be used, as a clause, or undefined if it can. */
export function whyNoBroker(facts: BrokerFacts): string | undefined {
  if (facts.isRemote) return 'this is a remote session without a desktop';
  if (!facts.canPrompt) return facts.cannotPromptReason;
  if (facts.environmentName !== 'AzureCloud')
    return `the broker signs in to AzureCloud only, not to ${facts.environmentName}`;
  if (facts.accountId !== undefined && consumerDomains.test(facts.accountId))
    return 'the broker does not sign Microsoft accounts in to Azure';
  if (facts.platform === 'win32') {
    const [major = 0, , build = 0] = facts.release.split('.').map(Number);
    if (major < 10 || build < oldestWindowsBuild) return 'this Windows is older than 1809';
  }
  return undefined;
}

/**
 * Returns the system's broker, or why there is none, as a clause. The native runtime itself detects whether it works
 * here.
 */
export async function loadBroker(): Promise<INativeBrokerPlugin | string> {
  try {
    const { NativeBrokerPlugin } = await import('@azure/msal-node-extensions');
    const plugin = new NativeBrokerPlugin();
    return plugin.isBrokerAvailable ? plugin : 'the native runtime finds no broker on this system';
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return `the native runtime cannot be loaded (${reason ?? ''})`;
  }
}

/**
 * Returns the broker for a sign-in. If it cannot be used, says why and how the sign-in continues, and returns
 * undefined.
 */
export async function brokerFor(
  accountId: string | undefined,
  next: string,
  context: SignInContext,
): Promise<INativeBrokerPlugin | undefined> {
  const broker = whyNoBroker(brokerFacts(context, accountId)) ?? (await context.loadBroker());
  if (typeof broker !== 'string') return broker;
  context.interaction.information(`EnableLoginByWam is on, but ${broker}.${next}`);
  return undefined;
}

/**
 * Signs a user in with the broker: silently if it knows the named account, otherwise with its dialog.
 * @throws EngineError `Authentication.Denied`, `Authentication.Timeout`, `Cancelled.ByUser`; otherwise the broker's
 * errors
 */
export async function signInWithBroker(
  request: UserSignInRequest,
  broker: INativeBrokerPlugin,
  context: SignInContext,
): Promise<AuthenticationResult> {
  const client = await publicClient(context, request.tenant, broker);
  const { timeoutMs } = request;
  const timeoutError = (): Error =>
    new EngineError('Authentication.Timeout', { facts: { seconds: Math.round(timeoutMs / 1000) } });
  try {
    // The broker's dialog has no timeout, and we cannot close it.
    const asked = beforeDeadline(askBroker(client, request, context), timeoutMs, timeoutError);
    return await beforeAbort(asked, context.signal, () => new EngineError('Cancelled.ByUser'));
  } catch (error) {
    if ((error as { errorCode?: string }).errorCode === 'user_canceled') {
      throw new EngineError('Authentication.Denied', {
        facts: { description: 'the window was closed.' },
        cause: error,
      });
    }
    throw error;
  }
}

async function askBroker(
  client: PublicClientApplication,
  request: UserSignInRequest,
  { interaction }: SignInContext,
): Promise<AuthenticationResult> {
  const scopes = [...request.scopes];
  const name = request.accountId;
  const known = name === undefined ? undefined : accountNamed(name, await client.getAllAccounts());
  // Only the user can answer a claims challenge.
  if (known !== undefined && request.claims === undefined) {
    try {
      return await client.acquireTokenSilent({ account: known, scopes });
    } catch (error) {
      interaction.debug(`The broker did not sign in silently: ${String(error)}`);
    }
  }
  interaction.information(
    'Sign in with the window that opens. If you do not see it, look behind other windows.',
  );
  return client.acquireTokenInteractive({
    scopes,
    ...(request.claims === undefined ? {} : { claims: request.claims }),
    ...(known === undefined ? { prompt: 'select_account' } : { account: known }),
    ...(name === undefined ? {} : { loginHint: name }),
    windowHandle: interaction.windowHandle,
    // With a broker, MSAL does not open a browser.
    openBrowser: () => Promise.resolve(),
  });
}

function accountNamed(name: string, accounts: readonly AccountInfo[]): AccountInfo | undefined {
  return accounts.find(({ username }) => sameText(username, name));
}
