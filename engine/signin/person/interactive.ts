// Signs a user in: chooses a flow, and continues with the next one if it is not available.
import type { AuthenticationResult } from '@azure/msal-node';
import { EngineError } from '../../errors/engine-error.ts';
import { brokerFor, brokerProperty, brokerReason, signInWithBroker } from './broker.ts';
import { signInWithBrowser, type UserSignInRequest } from './browser.ts';
import { chooseFlow, type ChosenFlow } from '../choose-flow.ts';
import { signInWithDeviceCode } from './device-code.ts';
import { explainSignInError, type SignInFacts } from '../../errors/entra-errors.ts';
import type { Interaction } from '../interaction.ts';
import type { SignInContext } from '../sign-in-context.ts';
import type { SignedIn } from '../signed-in.ts';
import { sameText } from '../../text/same-text.ts';
import { waitingCache } from '../../storage/tokens/waiting-cache.ts';
import { isContainer, isWsl } from '../../machine/surroundings.ts';

export interface InteractiveOptions {
  readonly useDeviceCode: boolean;
  readonly useBrowser: boolean;
  /** EnableLoginByWam: use the broker first, if there is one. */
  readonly useBroker: boolean;
}

/**
 * Signs a user in.
 * @throws EngineError `Authentication.*`, `Blocked.*`, `InteractionRequired.*`, `Network.*`, `Cancelled.ByUser`
 */
export async function signInInteractively(
  request: UserSignInRequest,
  options: InteractiveOptions,
  context: SignInContext,
): Promise<SignedIn> {
  const facts: SignInFacts = {
    environment: context.environment.Name,
    ...(request.accountId === undefined ? {} : { account: request.accountId }),
    ...(request.tenant === 'organizations' ? {} : { tenant: request.tenant }),
  };
  const { cache, keep } = waitingCache(context.cache);
  const waiting = { ...context, cache };
  try {
    await context.interaction.describeHost();
    const signedIn =
      (await tryBroker(request, options, waiting)) ?? signedInFrom(await runFlow(request, options, waiting));
    checkAccount(signedIn, request, context.interaction);
    await keep();
    return signedIn;
  } catch (error) {
    throw explainSignInError(error, facts, context.failures.at(-1));
  }
}

/**
 * Signs in with the broker. Returns undefined if it is not requested, not available or fails; the browser is used
 * then.
 */
async function tryBroker(
  request: UserSignInRequest,
  options: InteractiveOptions,
  context: SignInContext,
): Promise<SignedIn | undefined> {
  if (!options.useBroker || options.useBrowser || options.useDeviceCode) return undefined;
  const next = nextFlowNotice(options, context);
  const broker = await brokerFor(next, context);
  if (broker === undefined) return undefined;
  try {
    const result = await signInWithBroker(request, broker, context);
    return { ...signedInFrom(result), properties: { [brokerProperty]: 'True' } };
  } catch (error) {
    if (error instanceof EngineError) {
      // The user closed the window or stopped the command: that is an answer.
      const isClosed = error.catalogueId === 'Authentication.Denied';
      if (isClosed && next !== '' && (await wantsOther(options, context))) return undefined;
      throw error;
    }
    context.interaction.warning(`The broker could not sign in (${brokerReason(error)}).${next}`);
    return undefined;
  }
}

/** Asks the user who closed the broker's window whether to continue with the next flow. */
async function wantsOther(options: InteractiveOptions, context: SignInContext): Promise<boolean> {
  const { interaction, signal } = context;
  const way = flowFor(options, context).flow === 'browser' ? 'the browser' : 'a device code';
  const message = `The window was closed. Sign in with ${way} instead? (y/N)`;
  return /^y(es)?$/i.test((await interaction.prompt({ message }, signal)).trim());
}

/** Returns the sentence that says which flow comes next, after a space, or an empty string if there is none. */
function nextFlowNotice(options: InteractiveOptions, context: SignInContext): string {
  const { flow } = flowFor(options, context);
  if (flow === 'none') return '';
  return ` Going on with ${flow === 'browser' ? 'the browser' : 'a device code'}.`;
}

function flowFor(options: InteractiveOptions, { interaction, variables }: SignInContext): ChosenFlow {
  return chooseFlow({
    platform: process.platform,
    environment: variables,
    isContainer: isContainer(),
    isWsl: isWsl(),
    useDeviceCode: options.useDeviceCode,
    useBrowser: options.useBrowser,
    canPrompt: interaction.canPrompt,
    hasDesktop: interaction.hasDesktop,
  });
}

async function runFlow(
  request: UserSignInRequest,
  options: InteractiveOptions,
  context: SignInContext,
): Promise<AuthenticationResult> {
  const { interaction } = context;
  const chosen = flowFor(options, context);
  if (chosen.flow === 'none') throw noPerson(interaction, `no browser can be opened: ${chosen.why ?? ''}`);
  const browser = (open: boolean): Promise<AuthenticationResult> =>
    signInWithBrowser(request, { variables: context.variables, open }, context);
  if (chosen.flow === 'browser') {
    try {
      return await browser(chosen.canOpen);
    } catch (error) {
      if (!(error instanceof EngineError) || error.catalogueId !== 'Platform.NoBrowser' || options.useBrowser)
        throw error;
      if (!interaction.canPrompt) throw noPerson(interaction, `the browser failed: ${reasonOf(error)}`);
      interaction.warning(
        `The browser could not be opened (${reasonOf(error)}). Going on with a device code.`,
      );
    }
  } else if (chosen.why !== undefined) {
    interaction.warning(`No browser here: ${chosen.why}. Using a device code.`);
  }
  try {
    return await signInWithDeviceCode(request, context);
  } catch (error) {
    const forbidden = error instanceof EngineError && error.catalogueId === 'Blocked.DeviceCode';
    if (!forbidden || options.useDeviceCode || !interaction.canPrompt) throw error;
    interaction.warning(
      'The tenant forbids device codes. Going on with the browser: open the address anywhere.',
    );
    return browser(false);
  }
}

/** The error if no one would see a browser or a code. */
function noPerson({ cannotPromptReason }: Interaction, why: string): EngineError {
  return new EngineError('InteractionRequired.NoPerson', { facts: { reason: cannotPromptReason, why } });
}

function reasonOf(error: EngineError): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** Converts MSAL's result to a `SignedIn`. */
export function signedInFrom(result: AuthenticationResult): SignedIn {
  return {
    accountId: result.account?.username ?? '',
    accountType: 'User',
    ...(result.account === null
      ? {}
      : {
          homeAccountId: result.account.homeAccountId,
          homeTenantId: result.account.homeAccountId.split('.')[1] ?? result.tenantId,
        }),
    tenantId: result.tenantId,
    accessToken: result.accessToken,
    expiresOn: result.expiresOn ?? new Date(),
    scopes: result.scopes,
  };
}

/**
 * Checks that the account is the expected one. The home account decides, because a user has another sign-in name as a
 * guest and may be renamed (AzureAD/microsoft-authentication-library-for-objc, pull request 986). A name alone is
 * only a hint, as in Az.Accounts.
 * @throws EngineError `Authentication.WrongAccount`
 */
function checkAccount(
  { accountId: actual, homeAccountId, homeTenantId, tenantId }: SignedIn,
  request: UserSignInRequest,
  interaction: Interaction,
): void {
  const { accountId: expected, homeAccountId: expectedHome, refusesOthers = false } = request;
  if (expected === undefined) return;
  const isNamed = sameText(actual, expected);
  if (expectedHome !== undefined && sameText(homeAccountId, expectedHome)) {
    if (!isNamed && tenantId === homeTenantId)
      interaction.warning(`The account '${expected}' has the name '${actual}' now.`);
    return;
  }
  if (isNamed && (expectedHome === undefined || !refusesOthers)) return;
  // The running command would otherwise use another account's tokens under the name of the expected one.
  if (refusesOthers)
    throw new EngineError('Authentication.WrongAccount', { facts: { actual, expected }, target: expected });
  interaction.warning(
    `'${actual}' signed in, and '${expected}' was asked for. Guests have another name in the tenant that they visit; if it is another account, sign in again.`,
  );
}
