import assert from 'node:assert/strict';
import type { AuthenticationResult } from '@azure/msal-node';
import sinon from 'sinon';
import { answerOf } from '../../../engine/signin/known-answers.ts';
import type { SignInContext } from '../../../engine/signin/sign-in-context.ts';

describe('the answer of MSAL', () => {
  const minute = 60_000;
  let clock: sinon.SinonFakeTimers;
  let stored: object;
  let given: object | undefined;
  let asked: number;

  beforeEach(() => {
    clock = sinon.useFakeTimers({ toFake: ['Date'], now: 1_000_000_000 });
    stored = {};
    given = undefined;
    asked = 0;
  });
  afterEach(() => {
    clock.restore();
  });

  function context({ showsDebug = false, hasStored = true } = {}): SignInContext {
    const cache = hasStored ? { stored: { read: () => Promise.resolve(stored), given: () => given } } : {};
    return { cache, interaction: { showsDebug } } as unknown as SignInContext;
  }

  /** Asks for an hour's token. Returns whether MSAL was asked. */
  async function isAsked(
    question: readonly unknown[] | undefined,
    answer: Partial<AuthenticationResult> = {},
    options: Parameters<typeof context>[0] = {},
  ): Promise<boolean> {
    const before = asked;
    const result = await answerOf(question, context(options), () => {
      given = stored;
      return Promise.resolve({
        accessToken: `token ${String(asked++)}`,
        expiresOn: new Date(Date.now() + 60 * minute),
        fromCache: true,
        ...answer,
      } as AuthenticationResult);
    });
    assert.notEqual(result.accessToken, undefined);
    return asked !== before;
  }

  it('is remembered for each question while the stored tokens are the same', async () => {
    assert.ok(await isAsked(['a', ['scope']]));
    assert.ok(!(await isAsked(['a', ['scope']])));
    assert.ok(await isAsked(['a', ['other']]));
    assert.ok(!(await isAsked(['a', ['scope']])));
    stored = {};
    assert.ok(await isAsked(['a', ['scope']]));
  });

  it('is asked for again five minutes before the token expires', async () => {
    await isAsked(['a']);
    clock.tick(55 * minute - 1);
    assert.ok(!(await isAsked(['a'])));
    clock.tick(1);
    assert.ok(await isAsked(['a']));
  });

  it('is asked for again when the authority wants the token to be renewed', async () => {
    await isAsked(['a'], { refreshOn: new Date(Date.now() + 10 * minute) });
    clock.tick(10 * minute - 1);
    assert.ok(!(await isAsked(['a'])));
    clock.tick(1);
    assert.ok(await isAsked(['a']));
  });

  it('is asked for again when the clock was turned back', async () => {
    await isAsked(['a']);
    clock.setSystemTime(Date.now() - 1);
    assert.ok(await isAsked(['a']));
  });

  it('is not remembered if the token is new, has no expiry, or the stored tokens changed meanwhile', async () => {
    for (const answer of [{ fromCache: false }, { expiresOn: null }]) {
      assert.ok(await isAsked(['a'], answer));
      assert.ok(await isAsked(['a'], answer));
    }
    const before = stored;
    await answerOf(['a'], context(), () => {
      stored = {};
      given = stored;
      return Promise.resolve({ accessToken: 'token', fromCache: true } as AuthenticationResult);
    });
    stored = before;
    assert.ok(await isAsked(['a']));
  });

  it('is always asked for with -Debug, for a renewal, and without a cache that can be read', async () => {
    await isAsked(['a']);
    assert.ok(await isAsked(['a'], {}, { showsDebug: true }));
    assert.ok(await isAsked(undefined));
    assert.ok(await isAsked(['a'], {}, { hasStored: false }));
  });
});
