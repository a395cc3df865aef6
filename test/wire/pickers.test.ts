import assert from 'node:assert/strict';
import { toldIn, type CallError, type CallOptions, type CallResult } from '../support/engine-process.ts';
import { contoso, wireBench } from '../support/wire-bench.ts';

describe('picking accounts and subscriptions, over the wire', () => {
  const bench = wireBench();

  /** A person who signs in with a code and answers the questions that begin with "Select". */
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

  it('takes the subscription whose number is typed, out of a numbered list with the default marked', async () => {
    const person = answering('2');
    const result = await connect(person, { Tenant: contoso });
    assert.equal(subscriptionOf(result), 'Contoso Staging');
    const shown = toldIn(result.told, 'host');
    assert.match(
      shown,
      /\[1\] \* +Contoso Production +1a000000-0000-4000-8000-000000000001 +contoso\.example/,
    );
    assert.match(shown, /\[2\] +Contoso Staging +1a/);
    assert.match(shown, /\[4\] +Contoso Archive \(Disabled\) +1a/, 'what is not enabled says so');
    assert.equal(person.asked.length, 1);
  });

  it('keeps the IDs whole where the console is narrow, and cuts tenants', async () => {
    const { told } = await connect({ ...answering('2'), consoleWidth: 80 });
    assert.match(
      toldIn(told, 'host'),
      /^\[2\] {3}Contoso Staging +1a000000-0000-4000-8000-000000000002 contoso\.exa…$/m,
    );
  });

  it('shows the tenant by its ID where the cloud does not tell its name', async () => {
    bench.cloud.planted.set('arm GET /tenants', { status: 403 });
    const { told } = await connect(answering(''), { Tenant: 'contoso.example' });
    assert.match(toldIn(told, 'host'), new RegExp(`Contoso Production +\\S+ +${contoso}`));
  });

  it('keeps the default on Enter, and next time the subscription worked in is the default', async () => {
    assert.equal(subscriptionOf(await connect(answering(''), { Tenant: contoso })), 'Contoso Production');
    await bench.engine.call(
      'Set-AzContext',
      { Subscription: 'Contoso Sandbox' },
      { parameterSet: 'Subscription' },
    );
    assert.equal(subscriptionOf(await connect(answering(''), { Tenant: contoso })), 'Contoso Sandbox');
  });

  it('keeps the sign-in, with the default, where the command is stopped at the question', async () => {
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

  it('filters by what is typed, and says when nothing matches', async () => {
    const person = answering('nothing like it', 'contoso', 'arch');
    const result = await connect(person, { Tenant: contoso });
    assert.equal(subscriptionOf(result), 'Contoso Archive');
    assert.match(toldIn(result.told, 'host'), /No subscription matches 'nothing like it'\./);
    assert.equal(person.asked.length, 3);
  });

  it('asks nobody without a person, with -Subscription, with a configured one, or when it is turned off', async () => {
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

  it('says where the name of a subscription comes from that nobody typed', async () => {
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

  it('offers accounts that are signed in, and takes one without a browser', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    const before = bench.cloud.requests.length;
    const result = await bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', Tenant: contoso },
      answering('1', ''),
    );
    assert.match(toldIn(result.told, 'host'), /\[1\] alex@contoso\.example/);
    assert.equal(subscriptionOf(result), 'Contoso Production');
    const paths = bench.cloud.requests.slice(before).map(({ path }) => path);
    assert.ok(!paths.some((path) => /authorize|devicecode/.test(path)));
  });

  it('signs in anew on Enter, and with -Force does not offer accounts', async () => {
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
    const { told } = await bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', Tenant: contoso },
      { ...enter, environment: { SSH_CONNECTION: 'x' } },
    );
    assert.match(toldIn(told, 'host'), /enter the code/);
  });
});
