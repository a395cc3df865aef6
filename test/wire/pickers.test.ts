import assert from 'node:assert/strict';
import { streamText, type CallError, type CallOptions, type CallResult } from '../support/engine-process.ts';
import { contoso, wireBench } from '../support/wire-bench.ts';

describe('the account and subscription pickers, over the wire', () => {
  const bench = wireBench();

  /** A person who signs in with a code and gives these answers to the prompts. */
  const answering = (...answers: string[]): CallOptions & { asked: string[] } => {
    const asked: string[] = [];
    return {
      asked,
      interactive: true,
      ...bench.personWithCode(),
      onPrompt: (message) => {
        asked.push(message);
        return Promise.resolve(answers.shift() ?? '');
      },
    };
  };

  const connect = (options: CallOptions, parameters: object = {}): Promise<CallResult> =>
    bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', UseDeviceAuthentication: true, ...parameters },
      options,
    );

  const subscriptionOf = ({ outputs }: CallResult): unknown =>
    (outputs[0]?.Context as { Subscription: { Name: string } }).Subscription.Name;

  it('select the subscription with the typed number from a numbered list that marks the default', async () => {
    const person = answering('2');
    const result = await connect(person, { Tenant: contoso });
    assert.equal(subscriptionOf(result), 'Contoso Staging');
    const shown = streamText(result.messages, 'host');
    assert.match(
      shown,
      /\[1\] \* +Contoso Production +1a000000-0000-4000-8000-000000000001 +contoso\.example/,
    );
    assert.match(shown, /\[2\] +Contoso Staging +1a/);
    assert.match(shown, /\[4\] +Contoso Archive \(Disabled\) +1a/, 'what is not enabled says so');
    assert.equal(person.asked.length, 1);
  });

  it('show whole IDs on a narrow console, and cut tenant names', async () => {
    const { messages } = await connect({ ...answering('2'), consoleWidth: 80 });
    assert.match(
      streamText(messages, 'host'),
      /^\[2\] {3}Contoso Staging +1a000000-0000-4000-8000-000000000002 contoso\.exa…$/m,
    );
  });

  it('show a tenant’s ID if the cloud does not return its name', async () => {
    bench.cloud.planted.set('arm GET /tenants', { status: 403 });
    const { messages } = await connect(answering(''), { Tenant: 'contoso.example' });
    assert.match(streamText(messages, 'host'), new RegExp(`Contoso Production +\\S+ +${contoso}`));
  });

  it('select the default on Enter; the last used subscription is the next default', async () => {
    assert.equal(subscriptionOf(await connect(answering(''), { Tenant: contoso })), 'Contoso Production');
    await bench.engine.call(
      'Set-AzContext',
      { Subscription: 'Contoso Sandbox' },
      { parameterSet: 'Subscription' },
    );
    assert.equal(subscriptionOf(await connect(answering(''), { Tenant: contoso })), 'Contoso Sandbox');
  });

  it('keep the sign-in with the default if the command is stopped at the prompt', async () => {
    const stop = new Promise<string>(() => undefined);
    let asked: () => void;
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const call = bench.engine.start(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', UseDeviceAuthentication: true, Tenant: contoso },
      {
        ...answering(),
        onPrompt: () => {
          asked();
          return stop;
        },
      },
    );
    await isAsked;
    bench.engine.cancel(call.id);
    await assert.rejects(call.done, (error: CallError) => error.code === -32800);
    const { outputs } = await bench.engine.call('Get-AzContext');
    assert.equal((outputs[0]?.Subscription as { Name: string } | undefined)?.Name, 'Contoso Production');
    assert.match((await bench.engine.call('Get-AzAccessToken')).secrets[0] ?? '', /^eyJ/);
  });

  it('filter by the typed text, and say if nothing matches', async () => {
    const person = answering('nothing like it', 'contoso', 'arch');
    const result = await connect(person, { Tenant: contoso });
    assert.equal(subscriptionOf(result), 'Contoso Archive');
    assert.match(streamText(result.messages, 'host'), /No subscription matches 'nothing like it'\./);
    assert.equal(person.asked.length, 3);
  });

  it('are not shown in a non-interactive session, with -Subscription, with a configured subscription, or when turned off', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    const named = answering();
    await connect(named, { Tenant: contoso, Subscription: 'Contoso Staging' });
    await bench.engine.call('Update-AzConfig', { LoginExperienceV2: 'Off' });
    const off = answering();
    await connect(off, { Tenant: contoso });
    await bench.engine.call('Update-AzConfig', {
      LoginExperienceV2: 'On',
      DefaultSubscriptionForLogin: 'Contoso Sandbox',
    });
    const configured = answering();
    assert.equal(subscriptionOf(await connect(configured, { Tenant: contoso })), 'Contoso Sandbox');
    for (const { asked } of [named, off, configured]) assert.deepEqual(asked, []);
  });

  it('are not shown for a configured subscription, and an error names the setting it comes from', async () => {
    await bench.engine.call('Update-AzConfig', { DefaultSubscriptionForLogin: 'nowhere' });
    const refused = async (parameters: object, action: RegExp): Promise<void> =>
      assert.rejects(connect(answering(), { Tenant: contoso, ...parameters }), ({ data }: CallError) => {
        assert.equal(data.id, 'NotFound.Subscription');
        return action.test(String(data.action));
      });
    await refused(
      {},
      /there\. It is DefaultSubscriptionForLogin in '.*PSConfig\.json': .* Clear-AzConfig -Default\w+ -Scope \w+\.$/,
    );
    await refused({ Subscription: 'elsewhere' }, /reach there\.$/);
  });

  it('offer signed-in accounts, and select one without a browser', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    const before = bench.cloud.requests.length;
    const result = await bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', Tenant: contoso },
      answering('1', ''),
    );
    assert.match(streamText(result.messages, 'host'), /\[1\] alex@contoso\.example/);
    assert.equal(subscriptionOf(result), 'Contoso Production');
    const paths = bench.cloud.requests.slice(before).map(({ path }) => path);
    assert.ok(!paths.some((path) => /authorize|devicecode/.test(path)));
  });

  it('start a new sign-in on Enter, and offer no accounts with -Force', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    const force = answering();
    await bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', Tenant: contoso, Force: true },
      {
        ...force,
        environment: { SSH_CONNECTION: 'x' },
      },
    );
    assert.deepEqual(
      force.asked.filter((message) => message.includes('account')),
      [],
    );
    const enter = answering('');
    const { messages } = await bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', Tenant: contoso },
      { ...enter, environment: { SSH_CONNECTION: 'x' } },
    );
    assert.match(streamText(messages, 'host'), /enter the code/);
  });
});
