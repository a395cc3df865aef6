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
import { countDown } from '../waiting.ts';
import type { SignInContext } from '../sign-in-context.ts';
import { isRecord, jsonRecord } from '../../protocol/shapes.ts';
import { sameText } from '../../text/same-text.ts';
import { beforeAbort, beforeDeadline } from '../../waiting/before-abort.ts';

/** The property of an account whose tokens the broker stores. */
export const brokerProperty = 'LoginByBroker';

/** Build 17763 is Windows 10 1809 and Windows Server 2019, the first with all that the broker needs. */
const oldestWindowsBuild = 17763;

export interface BrokerFacts {
  readonly platform: NodeJS.Platform;
  /** The result of `os.release()`. */
  readonly release: string;
  readonly environmentName: string;
  readonly canPrompt: boolean;
  readonly cannotPromptReason: string;
  readonly isRemote: boolean;
}

/** Returns the facts that decide whether one call can use the broker. */
export function brokerFacts({
  environment,
  interaction,
  variables,
}: Pick<SignInContext, 'environment' | 'interaction' | 'variables'>): BrokerFacts {
  return {
    platform: process.platform,
    release: release(),
    environmentName: environment.Name,
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
  return whyMachineHasNone(facts);
}

/** Returns why this machine has no broker for any user, as a clause, or undefined if the native runtime decides. */
function whyMachineHasNone({
  platform,
  release: version,
}: Pick<BrokerFacts, 'platform' | 'release'>): string | undefined {
  if (platform !== 'win32') return undefined;
  const [major = 0, , build = 0] = version.split('.').map(Number);
  return major < 10 || build < oldestWindowsBuild ? 'this Windows is older than 1809' : undefined;
}

/** Returns why no user can use the broker on this machine, as a clause, or undefined if they can. */
export async function brokerProblem(): Promise<string | undefined> {
  const { platform } = process;
  const broker = whyMachineHasNone({ platform, release: release() }) ?? (await loadBroker());
  return typeof broker === 'string' ? broker : undefined;
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
  next: string,
  context: SignInContext,
): Promise<INativeBrokerPlugin | undefined> {
  const broker = whyNoBroker(brokerFacts(context)) ?? (await context.loadBroker());
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
  const activity = 'Waiting for the window';
  const bar = { activity, status: 'Sign in there; Ctrl+C stops waiting.', milliseconds: timeoutMs };
  const stopBar = countDown(bar, context.interaction);
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
  } finally {
    stopBar();
    context.interaction.progress(activity, 'Done', { done: true });
  }
}

/** Tells the service that this client handles claims challenges. MSAL adds it to its own requests, but not to the broker's. */
const capabilities = { xms_cc: { values: ['CP1'] } };

/**
 * Returns the parameters of each request to the broker: the client's capabilities, merged with the requested claims
 * (JSON), and, if the request names no tenant, permission for Microsoft accounts
 * (AzureAD/microsoft-authentication-library-for-dotnet, WamAdapters.cs, `msal_request_type`).
 */
export function brokerParameters(
  tenant: string,
  claims: string | undefined,
): { readonly claims: string; readonly extraQueryParameters: Record<string, string> } {
  const asked = jsonRecord(claims ?? '');
  const ofToken = isRecord(asked.access_token) ? asked.access_token : {};
  return {
    claims: JSON.stringify({ ...asked, access_token: { ...ofToken, ...capabilities } }),
    extraQueryParameters: tenant === 'organizations' ? { msal_request_type: 'consumer_passthrough' } : {},
  };
}

/** Returns the broker's reason for a failure: the native runtime's message if MSAL has one, otherwise MSAL's. */
export function brokerReason(error: unknown): string {
  const { platformBrokerError: native } = error as { platformBrokerError?: unknown };
  const told = native instanceof Error && native.message !== '' ? native : error;
  return told instanceof Error ? told.message : String(told);
}

async function askBroker(
  client: PublicClientApplication,
  request: UserSignInRequest,
  { interaction }: SignInContext,
): Promise<AuthenticationResult> {
  const scopes = [...request.scopes];
  const name = request.accountId;
  const parameters = brokerParameters(request.tenant, request.claims);
  const known = name === undefined ? undefined : accountNamed(name, await client.getAllAccounts());
  // Only the user can answer a claims challenge.
  if (known !== undefined && request.claims === undefined) {
    try {
      return await client.acquireTokenSilent({ account: known, scopes, ...parameters });
    } catch (error) {
      interaction.debug(`The broker did not sign in silently: ${brokerReason(error)}`);
    }
  }
  interaction.information(
    'Sign in with the window that opens. If you do not see it, look behind other windows.',
  );
  return client.acquireTokenInteractive({
    scopes,
    ...parameters,
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
