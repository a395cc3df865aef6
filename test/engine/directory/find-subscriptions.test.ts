import assert from 'node:assert/strict';
import sinon from 'sinon';
import { armClient, type ArmClient } from '../../../engine/rest/arm-client.ts';
import {
  defaultOf,
  discoverSubscriptions,
  findSubscriptions,
  type AccountDirectory,
} from '../../../engine/directory/find-subscriptions.ts';
import type { HttpClient } from '../../../engine/http/types.ts';
import { builtInEnvironments } from '../../../engine/environments/built-in.ts';
import type { Interaction } from '../../../engine/signin/interaction.ts';

/** How long each tenant takes to answer, in milliseconds. */
const answerMs = 3000;
const patienceMs = 5000;

/** What each tenant lists unless a test passes its own lists. */
const one = (tenantId: string): object[] => [{ subscriptionId: `of-${tenantId}` }];

function directoryOf(
  tenants: readonly string[],
  listOf: (tenantId: string) => readonly object[] = one,
): AccountDirectory {
  const armFor = (tenantId: string): Promise<ArmClient> => {
    const body = JSON.stringify({ value: listOf(tenantId) });
    const http: HttpClient = () =>
      new Promise((resolve) => {
        setTimeout(() => {
          resolve({ status: 200, headers: {}, rawHeaders: [], version: '1.1', body, isText: true });
        }, answerMs);
      });
    const [environment] = builtInEnvironments();
    assert.ok(environment);
    const { signal } = new AbortController();
    const renew = (): Promise<string> => Promise.reject(new Error('not asked for'));
    return Promise.resolve(armClient({ environment, http, signal, accessToken: '', renew }));
  };
  return {
    home: undefined,
    tenantsAtOnce: () => Promise.resolve(1),
    tenants: () =>
      Promise.resolve(
        tenants.map((tenantId) => ({ tenantId, displayName: undefined, defaultDomain: undefined })),
      ),
    isFirstRefusal: () => true,
    remember: () => undefined,
    armFor,
    openSearch: () => ({ armFor, storeTokens: () => Promise.resolve() }),
  };
}

describe('the search for subscriptions', () => {
  it('keeps waiting for the remaining tenants while others still answer', async () => {
    const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const warnings: string[] = [];
    const interaction = {
      progress: () => undefined,
      warning: (text: string) => warnings.push(text),
    } as unknown as Interaction;
    try {
      const search = discoverSubscriptions(
        directoryOf(['one', 'two', 'three', 'four']),
        { patienceMs },
        { interaction, signal: new AbortController().signal },
      );
      await clock.tickAsync(4 * answerMs);
      const { subscriptions, isComplete } = await search;
      assert.deepEqual(
        subscriptions.map(({ tenantId }) => tenantId),
        ['one', 'two', 'three', 'four'],
      );
      assert.ok(isComplete);
      assert.deepEqual(warnings, []);
    } finally {
      clock.restore();
    }
  });

  it('returns a subscription that another tenant manages once, in its home tenant, and makes it the default', async () => {
    const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const lists: Readonly<Record<string, readonly object[]>> = {
      managing: [
        { subscriptionId: 'shared', homeTenantId: 'customer' },
        { subscriptionId: 'far', homeTenantId: 'elsewhere' },
      ],
      customer: [
        { subscriptionId: 'closed', homeTenantId: 'customer', state: 'Disabled' },
        { subscriptionId: 'SHARED', homeTenantId: 'customer', state: 'Enabled' },
      ],
    };
    const interaction = { progress: () => undefined, warning: () => undefined } as unknown as Interaction;
    try {
      const search = findSubscriptions(
        directoryOf(Object.keys(lists), (tenantId) => lists[tenantId] ?? []),
        // Two subscriptions are enough, but the default one is in the tenant that has not answered yet.
        { enough: 2 },
        { interaction, signal: new AbortController().signal },
      );
      await clock.tickAsync(2 * answerMs);
      const found = await search;
      assert.deepEqual(
        found.map(({ subscription, tenantId }) => `${subscription.subscriptionId} in ${tenantId}`),
        ['far in managing', 'closed in customer', 'SHARED in customer'],
      );
      assert.equal(defaultOf(found)?.subscription.subscriptionId, 'SHARED');
      assert.equal(defaultOf(found.slice(0, 2))?.subscription.subscriptionId, 'far');
      assert.equal(defaultOf(found.slice(1, 2))?.subscription.subscriptionId, 'closed');
    } finally {
      clock.restore();
    }
  });

  it('gets tokens for the next tenants while the lists of others are pending, each at most as configured', async () => {
    const atOnce = { tokens: 0, lists: 0 };
    const most = { tokens: 0, lists: 0, together: 0 };
    const counted = async <T>(kind: 'tokens' | 'lists', work: () => Promise<T>): Promise<T> => {
      atOnce[kind]++;
      most[kind] = Math.max(most[kind], atOnce[kind]);
      most.together = Math.max(most.together, atOnce.tokens + atOnce.lists);
      await new Promise((resolve) => setTimeout(resolve, answerMs));
      atOnce[kind]--;
      return work();
    };
    const names = ['one', 'two', 'three', 'four', 'five', 'six'];
    const directory = directoryOf(names);
    const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const interaction = { progress: () => undefined, warning: () => undefined } as unknown as Interaction;
    try {
      const search = discoverSubscriptions(
        {
          ...directory,
          tenantsAtOnce: () => Promise.resolve(2),
          openSearch: () => ({
            storeTokens: () => Promise.resolve(),
            armFor: (tenantId) =>
              counted('tokens', async () => {
                const arm = await directory.armFor(tenantId);
                return {
                  ...arm,
                  client: (request, signal) => counted('lists', () => arm.client(request, signal)),
                };
              }),
          }),
        },
        {},
        { interaction, signal: new AbortController().signal },
      );
      await clock.tickAsync(10 * answerMs);
      const { subscriptions } = await search;
      assert.deepEqual(
        subscriptions.map(({ tenantId }) => tenantId),
        names,
      );
      assert.deepEqual(most, { tokens: 2, lists: 2, together: 4 });
    } finally {
      clock.restore();
    }
  });
});
