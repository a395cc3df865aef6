// A person signs in: the way is chosen, and where it turns out to be closed, the next one is taken.
import type { AuthenticationResult } from '@azure/msal-node';
import { EngineError } from '../../errors/engine-error.ts';
import { brokerFor, brokerProperty, signInWithBroker } from './broker.ts';
import { signInWithBrowser, type UserSignInRequest } from './browser.ts';
import { chooseFlow } from '../choose-flow.ts';
import { signInWithDeviceCode } from './device-code.ts';
import { explainSignInError, type SignInFacts } from '../../errors/entra-errors.ts';
import type { Interaction } from '../interaction.ts';
import type { SignInContext } from '../sign-in-context.ts';
import type { SignedIn } from '../signed-in.ts';
import { isContainer, isWsl } from '../../machine/surroundings.ts';
import { sameText } from '../../text/same-text.ts';

export interface InteractiveOptions {
  readonly useDeviceCode: boolean;
  readonly useBrowser: boolean;
  /** EnableLoginByWam: the broker comes first where there is one. */
  readonly useBroker: boolean;
}

/**
 * Signs a person in.
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
  try {
    const brokered = await tryBroker(request, options, context);
    if (brokered !== undefined) return brokered;
    const result = await runFlow(request, options, context);
    return signedInFrom(result, request.accountId);
  } catch (error) {
    throw explainSignInError(error, facts, context.failures.at(-1));
  }
}

/** With the broker, where it is asked for, here, and works; undefined where the browser is to go on. */
async function tryBroker(
  request: UserSignInRequest,
  { useBroker, useBrowser, useDeviceCode }: InteractiveOptions,
  context: SignInContext,
): Promise<SignedIn | undefined> {
  if (!useBroker || useBrowser || useDeviceCode) return undefined;
  const broker = await brokerFor(request.accountId, context);
  if (broker === undefined) return undefined;
  try {
    const result = await signInWithBroker(request, broker, context);
    return { ...signedInFrom(result, request.accountId), properties: { [brokerProperty]: 'True' } };
  } catch (error) {
    // The person closed the window, stopped the command, or took another account: that is an answer.
    if (error instanceof EngineError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    context.interaction.warning(`The broker could not sign in (${reason}). Going on with the browser.`);
    return undefined;
  }
}

async function runFlow(
  request: UserSignInRequest,
  options: InteractiveOptions,
  context: SignInContext,
): Promise<AuthenticationResult> {
  const { interaction } = context;
  const chosen = chooseFlow({
    platform: process.platform,
    environment: context.variables,
    isContainer: isContainer(),
    isWsl: isWsl(),
    useDeviceCode: options.useDeviceCode,
    useBrowser: options.useBrowser,
    canPrompt: interaction.canPrompt,
    hasDesktop: interaction.hasDesktop,
  });
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
    interaction.warning(`No browser can be opened here: ${chosen.why}. Going on with a device code.`);
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

/** Where nobody would see a browser or a code. */
function noPerson({ cannotPromptReason }: Interaction, why: string): EngineError {
  return new EngineError('InteractionRequired.NoPerson', { facts: { reason: cannotPromptReason, why } });
}

function reasonOf(error: EngineError): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/**
 * MSAL's result as ours.
 * @throws EngineError `Authentication.WrongAccount` where another account was expected
 */
export function signedInFrom(result: AuthenticationResult, expected: string | undefined): SignedIn {
  const actual = result.account?.username ?? '';
  if (expected !== undefined && !sameText(actual, expected)) {
    throw new EngineError('Authentication.WrongAccount', { facts: { actual, expected }, target: expected });
  }
  return {
    accountId: actual,
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
