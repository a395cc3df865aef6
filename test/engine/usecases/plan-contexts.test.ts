import assert from 'node:assert/strict';
import type { FoundSubscription } from '../../../engine/directory/find-subscriptions.ts';
import type { SubscriptionInfo } from '../../../engine/directory/subscriptions.ts';
import { builtInEnvironments } from '../../../engine/environments/built-in.ts';
import { choose, contextsOf, searchFor, type PlanFacts } from '../../../engine/usecases/plan-contexts.ts';

const [environment] = builtInEnvironments();
assert.ok(environment);
const cloud = environment;

function found(name: string, tenantId = 'home', state = 'Enabled'): FoundSubscription {
  const subscription: SubscriptionInfo = {
    subscriptionId: `id-of-${name}`,
    displayName: name,
    state,
    tenantId,
    homeTenantId: tenantId,
    managedByTenantIds: [],
    authorizationSource: undefined,
    tags: undefined,
    subscriptionPolicies: undefined,
  };
  return { subscription, tenantId };
}

const [first, second, third] = [found('first'), found('second', 'other'), found('third')] as const;
const all = [first, second, third];

describe('the contexts that a sign-in makes', () => {
  const plan = (
    facts: Partial<PlanFacts>,
    { populate = 25, contextName }: { populate?: number; contextName?: string } = {},
  ): { names: (string | undefined)[]; tenants: (string | undefined)[]; current: string; named: string } => {
    const account = {
      Id: 'alex@contoso.example',
      Credential: null,
      Type: 'User' as const,
      TenantMap: {},
      ExtendedProperties: {} as Record<string, string>,
    };
    const usual = { account, home: 'home', found: all, chosen: first, listed: [], isNew: true };
    const made = contextsOf(
      { ...usual, asked: false, isStopped: false, ...facts },
      { environment: cloud, contextName, populate },
    );
    return {
      names: made.contexts.map(({ context }) => context.Subscription?.Name),
      tenants: made.contexts.map(({ context }) => context.Tenant?.Id),
      current: made.current.name,
      named: account.ExtendedProperties.Subscriptions ?? '',
    };
  };

  const cases: readonly [string, Parameters<typeof plan>, (string | undefined)[]][] = [
    ['are for all subscriptions, the chosen one first', [{ chosen: second }], ['second', 'first', 'third']],
    ['are as many as requested', [{}, { populate: 2 }], ['first', 'second']],
    ['are for all with -1', [{}, { populate: -1 }], ['first', 'second', 'third']],
    ['are only for the chosen subscription with 0', [{}, { populate: 0 }], ['first']],
    ['are only for the chosen subscription with 1', [{}, { populate: 1 }], ['first']],
    [
      'are only for the chosen subscription if the account already has contexts',
      [{ isNew: false }],
      ['first'],
    ],
    [
      'are one context without a subscription if none was found',
      [{ found: [], chosen: undefined }],
      [undefined],
    ],
  ];
  for (const [title, given, expected] of cases) {
    it(title, () => {
      assert.deepEqual(plan(...given).names, expected);
    });
  }

  it('have the tenant through which each subscription was found', () => {
    assert.deepEqual(plan({}).tenants, ['home', 'other', 'home']);
    assert.deepEqual(plan({ found: [], chosen: undefined }).tenants, ['home']);
  });

  it('use the given name for the current context only', () => {
    assert.equal(plan({}, { contextName: 'mine' }).current, 'mine');
    assert.match(plan({}).current, /^first/);
  });

  it('list no more than 25 subscriptions in the account’s properties', () => {
    const many = Array.from({ length: 40 }, (_, index) => found(`number ${String(index)}`));
    const { named, names } = plan({ found: many, chosen: many[0] }, { populate: -1 });
    assert.equal(names.length, 40);
    assert.equal(named.split(',').length, 25);
  });
});

describe('the subscription search of a sign-in', () => {
  const guid = '00000000-0000-4000-8000-00000000000a';
  const ask = { tenantId: undefined, subscription: undefined, populate: 25 };
  const cases: readonly [string, Parameters<typeof searchFor>, object][] = [
    ['stops at one more than the number of contexts', [ask, false], { enough: 26 }],
    ['stops at two if only one context is created', [{ ...ask, populate: 0 }, false], { enough: 2 }],
    ['finds all if all get a context', [{ ...ask, populate: -1 }, false], {}],
    ['finds all if a person picks one', [ask, true], {}],
    ['is by name', [{ ...ask, subscription: 'first' }, false], { subscriptionName: 'first' }],
    ['is by ID', [{ ...ask, subscription: guid }, false], { subscriptionId: guid }],
    ['is limited to the requested tenant', [{ ...ask, tenantId: 't' }, false], { tenantId: 't', enough: 26 }],
  ];
  for (const [title, given, expected] of cases) {
    it(title, () => {
      const { patienceMs, ...query } = searchFor(...given);
      assert.ok(patienceMs !== undefined && patienceMs > 0);
      assert.deepEqual(query, expected);
    });
  }
});

describe('the choice of the subscription to work in', () => {
  const disabled = found('closed', 'home', 'Disabled');
  const cases: readonly [string, readonly FoundSubscription[], string | undefined, string | undefined][] = [
    ['is the first enabled subscription', [disabled, first, third], undefined, 'first'],
    ['is a disabled subscription if there is no other', [disabled], undefined, 'closed'],
    ['is undefined if none was found', [], undefined, undefined],
    ['is the one with the given name in any case', all, 'SECOND', 'second'],
    ['is the one with the given ID in any case', all, 'ID-OF-THIRD', 'third'],
    ['is the requested one even if it is disabled', [first, disabled], 'closed', 'closed'],
  ];
  for (const [title, given, subscription, expected] of cases) {
    it(title, () => {
      const chosen = choose(given, { subscription });
      assert.equal(chosen?.subscription.displayName, expected);
    });
  }

  it('is undefined if the requested one was not found', () => {
    assert.equal(choose(all, { subscription: 'no such' }), undefined);
  });
});
