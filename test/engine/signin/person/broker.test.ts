import assert from 'node:assert/strict';
import type { AccountInfo, AuthenticationResult, INativeBrokerPlugin } from '@azure/msal-node';
import { msalNodeRuntime } from '@azure/msal-node-runtime';
import sinon from 'sinon';
import {
  loadBroker,
  signInWithBroker,
  whyNoBroker,
  type BrokerFacts,
} from '../../../../engine/signin/person/broker.ts';
import type { UserSignInRequest } from '../../../../engine/signin/person/browser.ts';
import { acquireTokenSilently, signOutAtBroker } from '../../../../engine/signin/person/silent.ts';
import { EngineError } from '../../../../engine/errors/engine-error.ts';
import { fakeBroker, fakeContext, type FakeBroker, type FakeContext } from './broker-bench.ts';

const desktop: BrokerFacts = {
  platform: 'win32',
  release: '10.0.22631',
  environmentName: 'AzureCloud',
  canPrompt: true,
  cannotPromptReason: '',
  isRemote: false,
};

const reasons: readonly [string, Partial<BrokerFacts>, RegExp | undefined][] = [
  ['it can on Windows 11', {}, undefined],
  ['it can on Windows 10 1809, the oldest supported version', { release: '10.0.17763' }, undefined],
  ['it cannot on Windows 10 1803', { release: '10.0.17134' }, /older than 1809/],
  ['it cannot on Windows 8.1', { release: '6.3.9600' }, /older than 1809/],
  ['it can on Linux and macOS if the runtime starts', { platform: 'linux', release: '6.1.0' }, undefined],
  ['it cannot over SSH', { isRemote: true }, /remote session/],
  [
    'it cannot if nobody can be prompted',
    { canPrompt: false, cannotPromptReason: 'this is a CI job' },
    /^this is a CI job$/,
  ],
  ['it cannot in a government cloud', { environmentName: 'AzureUSGovernment' }, /not to AzureUSGovernment/],
];

const alex: AccountInfo = {
  homeAccountId: 'object.tenant',
  nativeAccountId: 'native-alex',
  environment: 'login.microsoftonline.com',
  tenantId: 'tenant',
  username: 'Alex@contoso.example',
  localAccountId: 'object',
};
const result = { accessToken: 'fake-token', account: alex } as unknown as AuthenticationResult;
const request: UserSignInRequest = { tenant: 'organizations', scopes: ['scope/.default'], timeoutMs: 5000 };
const asked: UserSignInRequest = { ...request, accountId: 'alex@contoso.example' };

describe('the broker', () => {
  let broker: FakeBroker;
  beforeEach(() => {
    broker = fakeBroker();
    broker.getAllAccounts.resolves([alex]);
    broker.acquireTokenSilent.resolves(result);
    broker.acquireTokenInteractive.resolves(result);
  });
  afterEach(() => {
    sinon.restore();
  });

  describe('can be used or not:', () => {
    for (const [sentence, facts, why] of reasons) {
      it(sentence, () => {
        const reason = whyNoBroker({ ...desktop, ...facts });
        if (why === undefined) assert.equal(reason, undefined);
        else assert.match(reason ?? '', why);
      });
    }
  });

  it('loads if and only if the native runtime has started', async () => {
    const loaded = await loadBroker();
    if (msalNodeRuntime.StartupError === undefined)
      assert.equal((loaded as INativeBrokerPlugin).isBrokerAvailable, true);
    else assert.match(loaded as string, /native runtime/);
  });

  it('signs in a known account without a dialog if the account is named', async () => {
    const { accessToken } = await signInWithBroker(asked, broker, fakeContext());
    assert.equal(accessToken, 'fake-token');
    assert.equal(broker.acquireTokenSilent.firstCall.args[0].accountId, 'native-alex');
    assert.ok(broker.acquireTokenInteractive.notCalled);
  });

  it('shows the dialog for the named account if interaction is required', async () => {
    broker.acquireTokenSilent.rejects(new Error('interaction required'));
    await signInWithBroker(asked, broker, fakeContext());
    const [sent] = broker.acquireTokenInteractive.firstCall.args;
    assert.equal(sent.accountId, 'native-alex');
    assert.equal(sent.prompt, undefined);
  });

  it('shows the account dialog over the console window if no account is named', async () => {
    const context = fakeContext();
    await signInWithBroker(request, broker, context);
    assert.ok(broker.acquireTokenSilent.notCalled);
    const [sent, window] = broker.acquireTokenInteractive.firstCall.args;
    assert.equal(sent.prompt, 'select_account');
    assert.equal(window, context.interaction.windowHandle);
    assert.match(context.messages.information.join(), /the window that opens/);
    assert.match(
      context.messages.progress[0] ?? '',
      /^Waiting for the window: .*Ctrl\+C stops waiting\. \d+$/,
    );
    assert.equal(context.messages.progress.at(-1), 'Waiting for the window: Done');
  });

  it('shows the dialog with the name filled in for an unknown account', async () => {
    await signInWithBroker({ ...asked, accountId: 'sam@contoso.example' }, broker, fakeContext());
    const [sent] = broker.acquireTokenInteractive.firstCall.args;
    assert.deepEqual([sent.prompt, sent.loginHint], ['select_account', 'sam@contoso.example']);
  });

  it('shows the dialog for a claims challenge, even for a known account', async () => {
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
    await signInWithBroker({ ...asked, claims }, broker, fakeContext());
    assert.ok(broker.acquireTokenSilent.notCalled);
    assert.match(String(broker.acquireTokenInteractive.firstCall.args[0].claims), /"c1"/);
  });

  it('lets Microsoft accounts through where any tenant will do, and nowhere else', async () => {
    await signInWithBroker(asked, broker, fakeContext());
    await signInWithBroker({ ...request, tenant: 'a-tenant' }, broker, fakeContext());
    const typeOf = (sent: { extraParameters?: unknown }): unknown =>
      (sent.extraParameters as Record<string, unknown>).msal_request_type;
    assert.equal(typeOf(broker.acquireTokenSilent.firstCall.args[0]), 'consumer_passthrough');
    assert.equal(typeOf(broker.acquireTokenInteractive.firstCall.args[0]), undefined);
  });

  it('tells the broker the capabilities of this client, beside the claims of a challenge', async () => {
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}},"id_token":{"sub":null}}';
    await signInWithBroker(asked, broker, fakeContext());
    await signInWithBroker({ ...asked, claims }, broker, fakeContext());
    const claimsOf = (sent: { claims?: unknown }): unknown => JSON.parse(String(sent.claims));
    assert.deepEqual(claimsOf(broker.acquireTokenSilent.firstCall.args[0]), {
      access_token: { xms_cc: { values: ['CP1'] } },
    });
    assert.deepEqual(claimsOf(broker.acquireTokenInteractive.firstCall.args[0]), {
      access_token: { acrs: { essential: true, value: 'c1' }, xms_cc: { values: ['CP1'] } },
      id_token: { sub: null },
    });
  });

  it('reports a closed window as a denied sign-in', async () => {
    broker.acquireTokenInteractive.rejects(
      Object.assign(new Error('closed'), { errorCode: 'user_canceled' }),
    );
    await assert.rejects(signInWithBroker(request, broker, fakeContext()), hasId('Authentication.Denied'));
  });

  it('stops waiting for the dialog or for a silent answer after the configured time', async () => {
    const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    for (const [sent, method] of [
      [request, broker.acquireTokenInteractive],
      [asked, broker.acquireTokenSilent],
    ] as const) {
      const opened = hang(method);
      const attempt = signInWithBroker(sent, broker, fakeContext());
      const ended = assert.rejects(attempt, hasId('Authentication.Timeout'));
      await opened;
      await clock.tickAsync(4999);
      assert.equal(clock.countTimers(), 1);
      await clock.tickAsync(1);
      await ended;
    }
  });

  it('leaves no timer behind', async () => {
    const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await signInWithBroker(request, broker, fakeContext());
    assert.equal(clock.countTimers(), 0);
  });

  it('stops waiting when the command is stopped', async () => {
    const stop = new AbortController();
    const opened = hang(broker.acquireTokenInteractive);
    const attempt = signInWithBroker(request, broker, fakeContext({ signal: stop.signal }));
    const ended = assert.rejects(attempt, hasId('Cancelled.ByUser'));
    await opened;
    stop.abort();
    await ended;
  });

  describe('as the owner of an account’s tokens', () => {
    const account = { accountId: 'alex@contoso.example', homeAccountId: alex.homeAccountId };
    const kept = (): FakeContext => fakeContext({ loadBroker: () => Promise.resolve(broker) });

    it('returns later tokens, too', async () => {
      const silent = { ...account, tenantId: 'tenant', scopes: ['scope/.default'], byBroker: true };
      assert.equal((await acquireTokenSilently(silent, kept())).accessToken, 'fake-token');
    });

    it('is found by any name of its cloud’s login host, among those of the same person in other clouds', async () => {
      const ofCloud = (environment: string, nativeAccountId: string): AccountInfo => ({
        ...alex,
        environment,
        nativeAccountId,
      });
      broker.getAllAccounts.resolves([
        ofCloud('login.microsoftonline.us', 'government'),
        ofCloud('login.partner.microsoftonline.cn', 'china'),
        ofCloud('login.windows.net', 'public'),
      ]);
      const silent = { ...account, tenantId: 'tenant', scopes: ['scope/.default'], byBroker: true };
      await acquireTokenSilently(silent, kept());
      assert.equal(broker.acquireTokenSilent.firstCall.args[0].accountId, 'public');
    });

    describe('that Az.Accounts has signed in', () => {
      const silent = { ...account, tenantId: 'tenant', scopes: ['scope/.default'], byBroker: false };
      beforeEach(() => {
        sinon.stub(process, 'platform').value('win32');
      });

      it('returns their tokens, though the cache has none', async () => {
        assert.equal((await acquireTokenSilently(silent, kept())).accessToken, 'fake-token');
      });

      it('reports an expired sign-in if it does not know the account, or there is no broker', async () => {
        broker.getAllAccounts.resolves([]);
        await assert.rejects(acquireTokenSilently(silent, kept()), hasId('NotSignedIn.Expired'));
        broker.getAllAccounts.rejects(new Error('not now'));
        await assert.rejects(acquireTokenSilently(silent, kept()), hasId('NotSignedIn.Expired'));
        const none = fakeContext({ loadBroker: () => Promise.resolve('there is none') });
        await assert.rejects(acquireTokenSilently(silent, none), hasId('NotSignedIn.Expired'));
      });

      it('is not looked for elsewhere than on Windows', async () => {
        sinon.restore();
        await assert.rejects(acquireTokenSilently(silent, fakeContext()), hasId('NotSignedIn.Expired'));
      });
    });

    it('is missed: the sign-in counts as expired when the broker is gone', async () => {
      const silent = { ...account, tenantId: 'tenant', scopes: ['scope/.default'], byBroker: true };
      const gone = fakeContext({ loadBroker: () => Promise.resolve('there is none') });
      await assert.rejects(acquireTokenSilently(silent, gone), hasId('NotSignedIn.Expired'));
    });

    it('signs the account out', async () => {
      await signOutAtBroker({ ...account, byBroker: true }, kept());
      assert.equal(broker.signOut.firstCall.args[0].accountId, 'native-alex');
    });

    it('does not sign out another account, or one that signed in with the browser', async () => {
      await signOutAtBroker({ ...account, byBroker: false }, kept());
      await signOutAtBroker(
        { accountId: 'sam@contoso.example', homeAccountId: 'other', byBroker: true },
        kept(),
      );
      assert.ok(broker.signOut.notCalled);
    });

    it('causes a warning when it refuses the sign-out', async () => {
      broker.signOut.rejects(new Error('not now'));
      const context = kept();
      await signOutAtBroker({ ...account, byBroker: true }, context);
      assert.match(context.messages.warning.join(), /did not sign 'alex@contoso\.example' out \(not now\)/);
    });
  });
});

function hasId(id: string): (error: unknown) => boolean {
  return (error) => error instanceof EngineError && error.catalogueId === id;
}

/** Makes a method of the broker never answer; resolves when the method is called. */
function hang(method: { callsFake: (fake: () => Promise<never>) => unknown }): Promise<void> {
  return new Promise((resolve) => {
    method.callsFake(() => {
      resolve();
      return new Promise<never>(() => undefined);
    });
  });
}
