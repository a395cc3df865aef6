// Sign-in with the browser: authorization code with PKCE (RFC 7636), state and nonce. The answer comes on loopback,
// or the user pastes the address on which the browser ended.
import { randomBytes } from 'node:crypto';
import type { AuthenticationResult, PublicClientApplication } from '@azure/msal-node';
import { EngineError } from '../../errors/engine-error.ts';
import type { EnvironmentVariables } from '../../protocol/methods.ts';
import { readRefusal } from '../../errors/entra-errors.ts';
import { adfsPorts, startLoopbackListener, type LoopbackListener } from './loopback-listener.ts';
import { publicClient } from '../msal-client.ts';
import { openBrowser } from './open-browser.ts';
import type { PageKind } from './sign-in-pages.ts';
import { countDown } from '../waiting.ts';
import type { SignInContext } from '../sign-in-context.ts';
import { beforeAbort, beforeDeadline } from '../../waiting/before-abort.ts';

export interface UserSignInRequest {
  /** A tenant's ID, or `organizations`. */
  readonly tenant: string;
  readonly scopes: readonly string[];
  /** The name of the expected account, sent to the authority as a hint. */
  readonly accountId?: string;
  /** The home account ID of that account, if known. */
  readonly homeAccountId?: string;
  /** If the home account is unknown: whether an account with another name is rejected. */
  readonly refusesOthers?: boolean;
  /** A claims challenge, as JSON. */
  readonly claims?: string;
  readonly timeoutMs: number;
}

export interface BrowserOptions {
  readonly variables: EnvironmentVariables;
  /** If false, the address is only printed, for a browser elsewhere. */
  readonly open: boolean;
}

/**
 * Signs a user in with the browser.
 * @throws EngineError `Authentication.Timeout`, `Authentication.Denied`, `Platform.NoBrowser` if the browser cannot
 * be opened and no one can paste the address, or no port is free; otherwise MSAL's errors
 */
export async function signInWithBrowser(
  request: UserSignInRequest,
  options: BrowserOptions,
  context: SignInContext,
): Promise<AuthenticationResult> {
  const { interaction, signal } = context;
  const { CryptoProvider } = await import('@azure/msal-node');
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const state = randomBytes(24).toString('base64url');
  const nonce = randomBytes(24).toString('base64url');
  const client = await publicClient(context, request.tenant);
  const listener = await startLoopbackListener(
    (answer) => pageKindFor(answer, state),
    context.environment.OnPremise ? adfsPorts : undefined,
  );
  const over = new AbortController();
  let stopBar = (): void => undefined;
  try {
    const url = await client.getAuthCodeUrl({
      scopes: [...request.scopes],
      redirectUri: listener.redirectUri,
      codeChallenge: challenge,
      codeChallengeMethod: 'S256',
      state,
      nonce,
      responseMode: 'query',
      ...(request.accountId === undefined ? { prompt: 'select_account' } : { loginHint: request.accountId }),
      ...(request.claims === undefined ? {} : { claims: request.claims }),
    });
    // A user who cannot press Enter gets the address immediately.
    const isHidden = options.open && interaction.canPrompt;
    if (!isHidden) tellAddress(url, options.open, context);
    else if (!interaction.link('Sign in with the browser. If none has opened, open ', 'this page', url))
      interaction.information('Sign in with the browser. If none has opened, press Enter for its address.');
    const waiting = AbortSignal.any([signal, over.signal]);
    const first = Promise.race([
      listener.answer,
      pastedAnswer({ listener, state, url, isHidden }, context, waiting),
      ...(options.open ? [openOrFail(url, options.variables, interaction.canPrompt)] : []),
    ]);
    stopBar = countDown(
      {
        activity: 'Waiting for the browser',
        status: 'Sign in there; Ctrl+C stops waiting.',
        milliseconds: request.timeoutMs,
      },
      interaction,
    );
    const inTime = beforeDeadline(first, request.timeoutMs, () => {
      const seconds = Math.round(request.timeoutMs / 1000);
      return new EngineError('Authentication.Timeout', { facts: { seconds } });
    });
    const answer = await beforeAbort(inTime, signal, () => new EngineError('Cancelled.ByUser'));
    // Remove the bar and the question of the browser; the token request has a bar of its own.
    over.abort();
    stopBar();
    interaction.progress('Waiting for the browser', 'Done', { done: true });
    return await redeemCode(client, answer, {
      request,
      redirectUri: listener.redirectUri,
      verifier,
      state,
      nonce,
    });
  } finally {
    stopBar();
    over.abort();
    listener.close();
    interaction.progress('Waiting for the browser', 'Done', { done: true });
  }
}

/**
 * Returns the page to show for an answer. An answer with another state does not belong to this sign-in: any page can
 * send one, so the sign-in keeps waiting (RFC 6749, section 10.12).
 */
function pageKindFor(answer: URLSearchParams, state: string): PageKind {
  if (answer.get('state') !== state) return 'unrelated';
  if (!answer.has('code') && !answer.has('error')) return 'unrelated';
  if (answer.has('code')) return 'signed-in';
  return answer.get('error') === 'access_denied' ? 'declined' : 'failed';
}

/** Opens the browser. Never resolves if that works: the answer then comes from elsewhere. */
async function openOrFail(url: string, variables: EnvironmentVariables, canPaste: boolean): Promise<never> {
  try {
    await openBrowser(url, variables);
  } catch (cause) {
    // A user who can paste may still use the printed address.
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (!canPaste || cause instanceof Error)
      throw new EngineError('Platform.NoBrowser', { facts: { reason }, cause });
  }
  return new Promise<never>(() => undefined);
}

function tellAddress(url: string, isOpened: boolean, { interaction }: SignInContext): void {
  const where = isOpened ? 'If no browser has opened, open this address' : 'Open this address in a browser';
  interaction.information(`${where}, on this or another machine, and sign in:\n\n${url}\n`);
}

interface Pasting {
  readonly listener: LoopbackListener;
  readonly state: string;
  readonly url: string;
  /** Whether the address is still hidden; Enter shows it. */
  readonly isHidden: boolean;
}

async function pastedAnswer(
  { listener, state, url, isHidden }: Pasting,
  context: SignInContext,
  signal: AbortSignal,
): Promise<URLSearchParams> {
  const { interaction } = context;
  const never = new Promise<never>(() => undefined);
  if (!interaction.canPrompt) return never;
  let isQuiet = isHidden;
  const message = 'Browser on another machine? Paste the address on which it ended:';
  for (;;) {
    let text: string;
    try {
      text = (await interaction.prompt({ message, isQuiet }, signal)).trim();
    } catch {
      return never;
    }
    if (text === '' && isQuiet) tellAddress(url, true, context);
    isQuiet = isQuiet && text !== '';
    const answer = answerIn(text, listener.redirectUri);
    if (answer !== undefined && pageKindFor(answer, state) !== 'unrelated') return answer;
    if (text !== '')
      interaction.warning(
        answer?.has('state') === true
          ? 'This address belongs to another sign-in. Use the one on which the browser ended this time.'
          : `This is not the address: it begins with ${listener.redirectUri}/?code=`,
      );
  }
}

function answerIn(text: string, redirectUri: string): URLSearchParams | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.origin === new URL(redirectUri).origin ? url.searchParams : undefined;
}

async function redeemCode(
  client: PublicClientApplication,
  answer: URLSearchParams,
  sent: { request: UserSignInRequest; redirectUri: string; verifier: string; state: string; nonce: string },
): Promise<AuthenticationResult> {
  const code = answer.get('code');
  if (code === null) {
    const text = answer.get('error_description') ?? answer.get('error') ?? '';
    const refused = Object.assign(new Error(text), {
      errorCode: answer.get('error') ?? '',
      errorMessage: text,
    });
    if (answer.get('error') !== 'access_denied') throw refused;
    const { entra, description, reference } = readRefusal(refused);
    throw new EngineError('Authentication.Denied', {
      facts: { description: `${description}${reference}` },
      entra,
      cause: refused,
    });
  }
  return client.acquireTokenByCode(
    {
      code,
      scopes: [...sent.request.scopes],
      redirectUri: sent.redirectUri,
      codeVerifier: sent.verifier,
      nonce: sent.nonce,
      state: sent.state,
      ...(sent.request.claims === undefined ? {} : { claims: sent.request.claims }),
    },
    { code, nonce: sent.nonce, state: sent.state },
  );
}
