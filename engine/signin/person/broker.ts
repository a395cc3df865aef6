// Sign-in with the broker of the system: Web Account Manager on Windows, and what the native runtime offers
// elsewhere. The dialog is the broker's own; it knows the accounts of the system.
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
import { isRecord, jsonRecord } from '../../protocol/shapes.ts';
import { sameText } from '../../text/same-text.ts';
import { beforeAbort, beforeDeadline } from '../../waiting/before-abort.ts';

/** The property of an account whose tokens the broker keeps. */
export const brokerProperty = 'LoginByBroker';

/** Build 17763 is Windows 10 1809 and Windows Server 2019, the first with what the broker needs. */
const oldestWindowsBuild = 17763;

export interface BrokerFacts {
  readonly platform: NodeJS.Platform;
  /** As `os.release()` gives it. */
  readonly release: string;
  readonly environmentName: string;
  readonly canPrompt: boolean;
  readonly cannotPromptReason: string;
  readonly isRemote: boolean;
}

/** What decides about the broker in one call. */
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

/** Why the broker is not used, as a clause; undefined where it may be. */
export function whyNoBroker(facts: BrokerFacts): string | undefined {
  if (facts.isRemote) return 'this is a remote session without a desktop';
  if (!facts.canPrompt) return facts.cannotPromptReason;
  if (facts.environmentName !== 'AzureCloud')
    return `the broker signs in to AzureCloud only, not to ${facts.environmentName}`;
  return whyMachineHasNone(facts);
}

/** Why this machine has no broker whoever uses it, as a clause; undefined where the native runtime decides. */
function whyMachineHasNone({
  platform,
  release: version,
}: Pick<BrokerFacts, 'platform' | 'release'>): string | undefined {
  if (platform !== 'win32') return undefined;
  const [major = 0, , build = 0] = version.split('.').map(Number);
  return major < 10 || build < oldestWindowsBuild ? 'this Windows is older than 1809' : undefined;
}

/** Why the broker cannot be used on this machine, whoever is there, as a clause; undefined where it can. */
export async function brokerProblem(): Promise<string | undefined> {
  const { platform } = process;
  const broker = whyMachineHasNone({ platform, release: release() }) ?? (await loadBroker());
  return typeof broker === 'string' ? broker : undefined;
}

/**
 * The broker of this system, or why it has none: the native runtime says for itself whether it can work here.
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

/** The broker for a sign-in; undefined, and a line that says how it goes on, where it cannot serve. */
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
 * Signs a person in with the broker: silently with an account that it knows and that is asked for by name, else
 * with its dialog.
 * @throws EngineError `Authentication.Denied`, `Authentication.Timeout`, `Cancelled.ByUser`; what the broker throws
 * otherwise
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
    // The broker's dialog has no deadline of its own, and cannot be closed from here.
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

/** Says that claims challenges are understood here: MSAL does so for its own requests only, not for the broker's. */
const capabilities = { xms_cc: { values: ['CP1'] } };

/**
 * What goes along with each request to the broker: the capabilities of this client beside the claims that are asked for
 * (as JSON), and, where any tenant will do, that Microsoft accounts are let through
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

/** What the broker says of a failure: the words of the native runtime, where MSAL keeps them beside its own. */
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
  // A claims challenge is for the person to answer.
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
    // With a broker MSAL opens no browser of its own.
    openBrowser: () => Promise.resolve(),
  });
}

function accountNamed(name: string, accounts: readonly AccountInfo[]): AccountInfo | undefined {
  return accounts.find(({ username }) => sameText(username, name));
}
