import assert from 'node:assert/strict';
import type { ListedContext } from '../../../engine/contexts/context-store.ts';
import { askAccounts, type Renew } from '../../../engine/diagnosis/accounts-check.ts';
import { EngineError } from '../../../engine/errors/engine-error.ts';

const never: Renew = () => new Promise(() => undefined);

function contextIn(tenant: string, account = 'alex@contoso.example'): ListedContext {
  return {
    ...{ name: `${tenant} - ${account}`, scope: 'CurrentUser', tokens: 'stored' },
    context: {
      Account: { Id: account, Type: 'User', ExtendedProperties: {} },
      Tenant: { Id: tenant, ExtendedProperties: { DisplayName: tenant } },
      Subscription: null,
      Environment: { Name: 'AzureCloud' } as ListedContext['context']['Environment'],
    },
  };
}

describe('the status of accounts', () => {
  const signal = new AbortController().signal;

  it('does not wait for a tenant that does not answer in time, and reports it', async () => {
    const renew: Renew = (entry, until) =>
      entry.context.Tenant?.Id === 'Slow' ? never(entry, until) : Promise.resolve();
    const limits = { atOnce: 2, patienceMs: 20 };
    const found = await askAccounts(
      ['Slow', 'Quick'].map((id) => contextIn(id)),
      renew,
      limits,
      signal,
    );
    assert.deepEqual(
      found.map(({ status, finding }) => [status, finding]),
      [
        ['Ok', "'alex@contoso.example' (User) gets new tokens in Quick."],
        ['Warning', "'alex@contoso.example' (User) in Slow: no answer within 0.02 seconds."],
      ],
    );
  });

  it('requests one token per account and tenant, for any number of contexts', async () => {
    const asked: string[] = [];
    const renew: Renew = ({ name }) => Promise.resolve(asked.push(name));
    const contexts = [
      contextIn('One'),
      contextIn('Two'),
      contextIn('One'),
      contextIn('One', 'sam@contoso.example'),
    ];
    const found = await askAccounts(contexts, renew, { atOnce: 1, patienceMs: 60_000 }, signal);
    assert.equal(asked.length, 3);
    assert.deepEqual(
      found.map(({ finding }) => finding),
      [
        "'alex@contoso.example' (User) gets new tokens in One, Two.",
        "'sam@contoso.example' (User) gets new tokens in One.",
      ],
    );
  });

  it('shows the number of tenants if they are too many to list', async () => {
    const contexts = Array.from({ length: 40 }, (_, index) => contextIn(`Tenant ${String(index)}`));
    const limits = { atOnce: 8, patienceMs: 60_000 };
    const [found] = await askAccounts(contexts, () => Promise.resolve(), limits, signal);
    assert.equal(found?.finding, "'alex@contoso.example' (User) gets new tokens in 40 tenants.");
  });

  it('ends on Ctrl+C', async () => {
    const stop = new AbortController();
    const asking = askAccounts([contextIn('One')], never, { atOnce: 1, patienceMs: 60_000 }, stop.signal);
    stop.abort();
    await assert.rejects(
      asking,
      (error) => error instanceof EngineError && error.catalogueId === 'Cancelled.ByUser',
    );
  });
});
