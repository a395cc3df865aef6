import assert from 'node:assert/strict';
import { approveDeviceCode } from '../local-cloud/index.ts';
import { toldIn, type CallError, type CallOptions, type CallResult } from '../support/engine-process.ts';
import { alex, contoso, wireBench } from '../support/wire-bench.ts';

describe('the device code, over the wire', () => {
  const bench = wireBench();
  const link = '\u001b]8;;';
  const terminal: CallOptions = {
    interactive: true,
    consoleWidth: 80,
    // The prompt for the subscription.
    onPrompt: () => Promise.resolve(''),
    environment: { TERM: 'xterm-256color', TERM_PROGRAM: 'vscode' },
  };
  const connect = (options: CallOptions): Promise<CallResult> =>
    bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', UseDeviceAuthentication: true, Tenant: contoso, Force: true },
      options,
    );
  /** Calls `act` with the code when the code is shown. */
  const whenShown = (act: (code: string) => unknown): Pick<CallOptions, 'onTold'> => ({
    onTold: ({ method, params }) => {
      const code =
        method === 'host/write' ? /enter the code (\S+)/.exec(String(params?.message))?.[1] : undefined;
      if (code !== undefined) act(code);
    },
  });
  const polls = (): typeof bench.cloud.requests =>
    bench.cloud.requests.filter(({ body }) => body.includes('device_code='));

  it('is shown with an instruction, a hyperlink and a QR code', async () => {
    const { told } = await connect({ ...terminal, ...bench.personWithCode() });
    const address = `${bench.cloud.loginUrl}/devicelogin`;
    assert.ok(toldIn(told, 'host').includes(`open the page ${address} and enter the code `));
    const drawn = toldIn(told, 'console');
    assert.ok(drawn.includes(`${link}${address}\u001b\\${address}${link}\u001b\\`));
    assert.match(drawn, /\u001b\[38;5;231;48;5;16m█+\u001b\[0m\n/);
    assert.ok(!toldIn(told, 'host').includes('\u001b'), 'what may be redirected is plain');
  });

  it('is shown without a QR code if DisplayDeviceCodeQR is off', async () => {
    await bench.engine.call('Update-AzConfig', { DisplayDeviceCodeQR: false, Scope: 'Process' });
    const { told } = await connect({ ...terminal, ...bench.personWithCode() });
    assert.ok(toldIn(told, 'console').includes(link));
    assert.ok(!toldIn(told, 'console').includes('█'));
  });

  it('is shown without a QR code or hyperlink if nobody can be prompted', async () => {
    const { told } = await connect({ ...terminal, interactive: false, ...bench.personWithCode() });
    assert.equal(toldIn(told, 'console'), '');
    assert.match(toldIn(told, 'warning'), /^\P{Cc}*enter the code/u);
  });

  it('is shown with the remaining time on one line of a narrow terminal', async () => {
    let code = '';
    const shown = whenShown((text) => (code = text));
    const { told } = await connect({
      onTold: (message) => {
        shown.onTold?.(message);
        // The person waits for the progress bar, then enters the code.
        if (message.method !== 'host/progress' || code === '') return;
        void approveDeviceCode(bench.cloud, code, alex);
        code = '';
      },
    });
    const bars = told.filter(({ method }) => method === 'host/progress').map(({ params }) => params ?? {});
    const left = bars.map(({ secondsRemaining }) => Number(secondsRemaining));
    assert.ok(left.some((seconds) => seconds > 800 && seconds < 900));
    assert.ok(bars.some(({ status }) => /^Enter \w+; Ctrl\+C stops waiting\.$/.test(String(status))));
    for (const { activity, status } of bars) assert.ok(`${String(activity)}: ${String(status)}`.length < 80);
  });

  it('makes polling slower when the service asks for it, and the sign-in still succeeds', async () => {
    bench.cloud.faults.pollsToSlowDown = 1;
    const { outputs } = await connect(bench.personWithCode());
    assert.equal(outputs.length, 1);
    const [first = 0, second = 0] = polls().map(({ at }) => at);
    assert.ok(second - first >= 5900, 'one second becomes six');
  });

  it('that expired is reported with the next step', async () => {
    const attempt = connect(whenShown(() => (bench.cloud.faults.clockSkewSeconds = 1000)));
    await assert.rejects(attempt, (error: CallError) => {
      assert.equal(error.data.id, 'Authentication.CodeExpired');
      return /within 15 minutes/.test(String(error.data.action));
    });
  });

  it('that the person declined is reported as declined', async () => {
    const decliner = bench.personWithCode({ ...alex, decline: true });
    await assert.rejects(connect(decliner), (error: CallError) => error.data.id === 'Authentication.Denied');
  });

  it('that a policy forbids is reported if it was requested explicitly', async () => {
    const tenant = bench.cloud.data.tenants.find(({ id }) => id === contoso);
    assert.ok(tenant);
    tenant.blocksDeviceCode = true;
    await assert.rejects(connect(bench.personWithCode()), (error: CallError) => {
      assert.equal(error.data.id, 'Blocked.DeviceCode');
      return error.message.includes('AADSTS53003');
    });
  });

  it('is not shown if the authority refuses to issue one, and the refusal is explained', async () => {
    bench.cloud.data.apps.splice(0);
    const told: string[] = [];
    const attempt = connect({ onTold: ({ params }) => told.push(JSON.stringify(params)) });
    await assert.rejects(attempt, (error: CallError) => /AADSTS700016/.test(error.message));
    assert.ok(!told.some((message) => message.includes('undefined')));
  });
});
