// A fake broker, and a sign-in context for it that reaches no network.
import type { INativeBrokerPlugin } from '@azure/msal-node';
import sinon from 'sinon';
import { findEnvironment } from '../../../../engine/environments/environment-store.ts';
import type { Interaction } from '../../../../engine/signin/interaction.ts';
import type { SignInContext } from '../../../../engine/signin/sign-in-context.ts';

export type FakeBroker = {
  [K in Exclude<keyof INativeBrokerPlugin, 'isBrokerAvailable'>]: sinon.SinonStub<
    Parameters<INativeBrokerPlugin[K]>,
    ReturnType<INativeBrokerPlugin[K]>
  >;
} & { isBrokerAvailable: boolean };

/** The plugin's interface; each test defines what its methods do. */
export function fakeBroker(): FakeBroker {
  return {
    isBrokerAvailable: true,
    setLogger: sinon.stub(),
    getAccountById: sinon.stub(),
    getAllAccounts: sinon.stub(),
    acquireTokenSilent: sinon.stub(),
    acquireTokenInteractive: sinon.stub(),
    signOut: sinon.stub(),
  } as unknown as FakeBroker;
}

export interface FakeContext extends SignInContext {
  readonly messages: Record<'verbose' | 'warning' | 'information' | 'progress', string[]>;
}

/** A sign-in to AzureCloud with a person who can be prompted. */
export function fakeContext(changes: Partial<SignInContext> = {}): FakeContext {
  const messages: FakeContext['messages'] = { verbose: [], warning: [], information: [], progress: [] };
  const interaction: Interaction = {
    describeHost: () => Promise.resolve(),
    canPrompt: true,
    hasDesktop: true,
    showsDebug: false,
    consoleWidth: 0,
    consoleHeight: 0,
    cannotPromptReason: '',
    windowHandle: Buffer.from([1, 2, 3, 4, 0, 0, 0, 0]),
    verbose: (message) => messages.verbose.push(message),
    debug: () => undefined,
    warning: (message) => messages.warning.push(message),
    information: (message) => messages.information.push(message),
    link: () => false,
    progress: (activity, status, { secondsRemaining } = {}) =>
      messages.progress.push(`${activity}: ${status} ${String(secondsRemaining ?? '')}`.trim()),
    deviceCode: () => Promise.resolve(),
    prompt: () => Promise.reject(new Error('Nobody answers.')),
    certificate: () => Promise.reject(new Error('There is no store.')),
    sign: () => Promise.reject(new Error('There is no store.')),
  };
  return {
    environment: findEnvironment({}, 'AzureCloud'),
    http: ({ url }) => Promise.reject(new Error(`No network for ${url}.`)),
    cache: { beforeCacheAccess: () => Promise.resolve(), afterCacheAccess: () => Promise.resolve() },
    interaction,
    signal: new AbortController().signal,
    variables: {},
    trustsAuthority: () => Promise.resolve(false),
    identityTokenAudience: () => Promise.resolve(''),
    loadBroker: () => Promise.reject(new Error('No broker was to be looked for.')),
    failures: [],
    ...changes,
    messages,
  };
}
