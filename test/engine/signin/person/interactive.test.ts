// Which flow signs a person in when the broker is wanted. The broker is fake; everything else is real.
import assert from 'node:assert/strict';
import type { AuthenticationResult } from '@azure/msal-node';
import { createAgentPool } from '../../../../engine/http/agents.ts';
import { createHttpClient } from '../../../../engine/http/http-client.ts';
import { EngineError } from '../../../../engine/errors/engine-error.ts';
import { signInInteractively } from '../../../../engine/signin/person/interactive.ts';
import type { SignInContext } from '../../../../engine/signin/sign-in-context.ts';
import type { SignedIn } from '../../../../engine/signin/signed-in.ts';
import { approveDeviceCode, startLocalCloud, type LocalCloud } from '../../../local-cloud/index.ts';
import { alex, contoso } from '../../../support/wire-bench.ts';
import { fakeBroker, fakeContext, type FakeBroker, type FakeContext } from './broker-bench.ts';

describe('a sign-in with EnableLoginByWam', () => {
  let cloud: LocalCloud;
  let broker: FakeBroker;
  before(async () => {
    cloud = await startLocalCloud({ pollingIntervalSeconds: 1 });
  });
  after(() => cloud.stop());
  beforeEach(() => {
    broker = fakeBroker();
    broker.getAllAccounts.resolves([]);
  });

  /** AzureCloud, played by the local cloud; the flow after the broker is the device code. */
  function context(load: SignInContext['loadBroker']): FakeContext {
    const variables = { CODESPACES: 'true' };
    const agents = Promise.resolve(createAgentPool({ caFile: cloud.caFile }));
    const base = fakeContext();
    return {
      ...base,
      environment: { ...base.environment, ActiveDirectoryAuthority: `${cloud.loginUrl}/` },
      http: createHttpClient({ agents: () => agents, userAgent: 'test', trace: () => undefined }),
      interaction: {
        ...base.interaction,
        deviceCode: async ({ userCode }) => {
          await approveDeviceCode(cloud, userCode, alex);
        },
      },
      variables,
      loadBroker: load,
    };
  }

  const signIn = (on: FakeContext, options: object = {}): Promise<SignedIn> =>
    signInInteractively(
      { tenant: contoso, scopes: [`${cloud.armUrl}/.default`], timeoutMs: 5000 },
      { useBroker: true, useBrowser: false, useDeviceCode: false, ...options },
      on,
    );

  it('records that the broker keeps the tokens', async () => {
    const account = { username: 'alex@contoso.example', homeAccountId: 'object.home-tenant' };
    const result = { accessToken: 'fake-token', account, tenantId: contoso, scopes: [] };
    broker.acquireTokenInteractive.resolves(result as unknown as AuthenticationResult);
    const { properties, homeTenantId } = await signIn(context(() => Promise.resolve(broker)));
    assert.deepEqual([properties, homeTenantId], [{ LoginByBroker: 'True' }, 'home-tenant']);
  });

  it('continues without the broker if the broker fails, and warns', async () => {
    broker.acquireTokenInteractive.rejects(new Error('the service of the broker is down'));
    const on = context(() => Promise.resolve(broker));
    const { accountId, properties } = await signIn(on);
    assert.equal(accountId, alex.username);
    assert.equal(properties, undefined, 'the tokens are in our cache');
    assert.match(
      on.messages.warning.join('\n'),
      /could not sign in \(the service of the broker is down\)\. Going on with a device code/,
    );
  });

  it('shows what the native runtime says of a failure, such as a redirect address that is not registered', async () => {
    const native = new Error(
      "AADSTS50011: The redirect URI 'ms-appx-web://x' does not match. (Error Code: 5)",
    );
    broker.acquireTokenInteractive.rejects(
      Object.assign(new Error('platform_broker_error'), { platformBrokerError: native }),
    );
    const on = context(() => Promise.resolve(broker));
    await signIn(on);
    assert.match(on.messages.warning.join('\n'), /could not sign in \(AADSTS50011: The redirect URI/);
  });

  for (const [answer, goesOn] of [
    ['', false],
    ['n', false],
    ['y', true],
  ] as const)
    it(`asks whether to go on if the person closes the broker’s window: '${answer}'`, async () => {
      broker.acquireTokenInteractive.rejects(Object.assign(new Error('x'), { errorCode: 'user_canceled' }));
      const base = context(() => Promise.resolve(broker));
      const questions: string[] = [];
      const prompt = ({ message }: { message: string }): Promise<string> => {
        questions.push(message);
        return Promise.resolve(answer);
      };
      const on = { ...base, interaction: { ...base.interaction, prompt } };
      if (goesOn) assert.equal((await signIn(on)).accountId, alex.username);
      else
        await assert.rejects(
          signIn(on),
          (error) => error instanceof EngineError && error.catalogueId === 'Authentication.Denied',
        );
      assert.deepEqual(questions, ['The window was closed. Sign in with a device code instead? (y/N)']);
    });

  it('continues without a broker if the system has none, and reports why and which flow follows', async () => {
    const on = context(() => Promise.resolve('the native runtime finds no broker on this system'));
    assert.equal((await signIn(on)).accountId, alex.username);
    assert.ok(
      on.messages.information.includes(
        'EnableLoginByWam is on, but the native runtime finds no broker on this system. Going on with a device code.',
      ),
    );
  });

  it('does not load the broker if a device code was requested', async () => {
    const on = context(() => Promise.reject(new Error('It was looked for.')));
    assert.equal((await signIn(on, { useDeviceCode: true })).accountId, alex.username);
  });
});
