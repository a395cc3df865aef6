// Tokens for a user: silently if possible. If the tenant requires more (MFA, a claims challenge) and the user can be
// asked, signs in again and the command continues.
import { EngineError } from '../../errors/engine-error.ts';
import { loginPhrase } from '../../errors/catalogue/entry.ts';
import { signInInteractively } from './interactive.ts';
import type { SignInContext } from '../sign-in-context.ts';
import type { AccessToken } from '../signed-in.ts';
import { acquireTokenSilently, type SilentRequest } from './silent.ts';

export interface StepUpOptions {
  /** Whether this command may ask the user; a search over many tenants may not. */
  readonly mayAsk: boolean;
  /** Returns how long to wait for the user. Called only if the user is asked. */
  readonly timeoutMs: () => Promise<number>;
  readonly useBroker: boolean;
}

/** One sign-in at a time: parallel commands in one PowerShell wait for the first. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Returns a token for a user who signed in before.
 * @throws EngineError as `acquireTokenSilently`; if the user is asked, as `signInInteractively`
 */
export async function acquirePersonToken(
  request: SilentRequest,
  options: StepUpOptions,
  context: SignInContext,
): Promise<AccessToken> {
  try {
    return await acquireTokenSilently(request, context);
  } catch (error) {
    if (!options.mayAsk || !needsPerson(error)) throw error;
    await context.interaction.describeHost();
    if (!context.interaction.canPrompt) throw error;
    const ownTurn = turn.then(
      () => askAgain(request, error, options, context),
      () => askAgain(request, error, options, context),
    );
    turn = ownTurn.catch(() => undefined);
    return ownTurn;
  }
}

async function askAgain(
  request: SilentRequest,
  error: EngineError,
  options: StepUpOptions,
  context: SignInContext,
): Promise<AccessToken> {
  // The sign-in that we waited for may have been enough.
  const again = await acquireTokenSilently(request, context).catch(() => undefined);
  if (again !== undefined) return again;
  const { interaction } = context;
  // The user need not run a command, because this one continues.
  const reason = error.message.replace(` ${loginPhrase}`, '');
  interaction.information(`${reason} Sign in as ${request.accountId} to go on.`);
  const claims = request.claims ?? error.entra?.claims;
  return signInInteractively(
    {
      tenant: request.tenantId,
      scopes: request.scopes,
      accountId: request.accountId,
      ...(request.homeAccountId === undefined ? {} : { homeAccountId: request.homeAccountId }),
      refusesOthers: true,
      timeoutMs: await options.timeoutMs(),
      ...(claims === undefined ? {} : { claims }),
    },
    { useDeviceCode: false, useBrowser: false, useBroker: options.useBroker },
    context,
  );
}

function needsPerson(error: unknown): error is EngineError {
  return (
    error instanceof EngineError &&
    (error.catalogueId.startsWith('InteractionRequired.') || error.catalogueId === 'NotSignedIn.Expired')
  );
}
