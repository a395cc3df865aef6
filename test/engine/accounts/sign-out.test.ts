import assert from 'node:assert/strict';
import { brokerSignInsGone } from '../../../engine/accounts/sign-out.ts';
import type { ListedContext } from '../../../engine/contexts/context-store.ts';
import { brokerProperty } from '../../../engine/signin/person/broker.ts';

function contextOf(name: string, account: string, properties: Record<string, string>): ListedContext {
  return {
    ...{ name, scope: 'CurrentUser', tokens: 'stored' },
    context: {
      Account: { Id: account, Type: 'User', ExtendedProperties: properties },
      ...{ Tenant: null, Subscription: null },
      Environment: { Name: 'AzureCloud' } as ListedContext['context']['Environment'],
    },
  };
}

describe('signing out at the broker', () => {
  const atBroker = { [brokerProperty]: 'true' };
  const alex = contextOf('production', 'alex@contoso.example', atBroker);
  const alexToo = contextOf('staging', 'alex@contoso.example', atBroker);
  const sam = contextOf('finance', 'sam@contoso.example', {});

  it('happens once for each account that the broker keeps', () => {
    assert.deepEqual(brokerSignInsGone([alex, alexToo, sam], []), [alex]);
  });

  it('does not happen while the account has a context left', () => {
    assert.deepEqual(brokerSignInsGone([alex], [alexToo]), []);
  });
});
