// The session that a job works with: it is captured when the job's cmdlet is called.
import assert from 'node:assert/strict';
import { CallError, type EngineProcess, type WireMessage } from '../support/engine-process.ts';
import { contoso, wireBench } from '../support/wire-bench.ts';

describe('a captured session', () => {
  const bench = wireBench();
  const environment = (): Record<string, string> => ({
    AZ_LOGINTS_HOME: bench.home,
    AZ_LOGINTS_CA_FILE: bench.cloud.caFile,
  });

  async function capture(engine: EngineProcess, parameters: object = {}): Promise<string> {
    const invocation = 4000;
    let session = '';
    const stop = engine.onMessage(({ method, params }: WireMessage) => {
      if (method === 'host/secret' && params?.invocation === invocation) session = String(params.value);
    });
    const params = { invocation, parameters, environment: environment() };
    const { error } = await engine.request('session/capture', params, invocation);
    stop();
    if (error !== undefined) throw new CallError(error);
    return session;
  }

  /** The subscriptions that a call finds in the session, which is sent in two parts as PowerShell does. */
  async function subscriptionsIn(engine: EngineProcess, session: string): Promise<unknown[]> {
    const id = 4001;
    const half = Math.floor(session.length / 2);
    const { result, error } = await engine.request(
      'cmdlet/invoke',
      {
        ...{ invocation: id, cmdlet: 'Get-AzSubscription', parameterSet: '', parameters: {} },
        ...{ environment: environment(), session: [{ $secret: 0 }, { $secret: 1 }] },
        secrets: [session.slice(0, half), session.slice(half)],
        host: { debug: false, verbose: false },
      },
      id,
    );
    if (error !== undefined) throw new CallError(error);
    return result?.outputs ?? [];
  }

  it('lists subscriptions with a person’s stored sign-in even after the person signed out', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    const session = await capture(bench.engine);
    await bench.engine.call('Disconnect-AzAccount');
    const found = await subscriptionsIn(bench.engine, session);
    assert.ok(found.length > 3);
  });

  it('works in an engine without the sign-in', async () => {
    await bench.connectApp({ Scope: 'Process' });
    const session = await capture(bench.engine);
    const other = await bench.startEngine();
    assert.equal((await subscriptionsIn(other, session)).length, 2);
  });

  it('changes neither the stored contexts nor the process’s selection', async () => {
    await bench.connectApp();
    const { state } = bench.engine;
    await subscriptionsIn(bench.engine, await capture(bench.engine));
    assert.equal(bench.engine.state, state);
  });

  it('does not contain the tokens of another account', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    await bench.connectApp();
    const text = Buffer.from(await capture(bench.engine), 'base64').toString();
    assert.match(text, /fake-secret-of-contoso-deploy/);
    assert.doesNotMatch(text, /RefreshToken":\{"[^"]/);
  });

  it('cannot be captured if no account is signed in', async () => {
    await assert.rejects(capture(bench.engine), ({ data }: CallError) => data.id === 'NotSignedIn.None');
  });
});
