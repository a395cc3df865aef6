import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineProcess, type CallError } from '../support/engine-process.ts';
import { wireBench } from '../support/wire-bench.ts';

describe('an engine that receives odd messages', () => {
  let engine: EngineProcess;

  beforeEach(() => {
    engine = new EngineProcess();
  });
  afterEach(() => engine.stop());

  for (const line of [
    '{"jsonrpc":"2.0","method":"$/cancelRequest"}',
    '{"jsonrpc":"2.0","method":"$/cancelRequest","params":null}',
    '{"jsonrpc":"2.0","method":"$/cancelRequest","params":7}',
    '{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":{}}}',
    '{"jsonrpc":"2.0","method":"$/progress"}',
    '{"jsonrpc":"2.0","method":"$/setTrace"}',
    '{"jsonrpc":"2.0","id":9}',
    '{"jsonrpc":"2.0","id":9,"result":null,"error":null}',
    '{"jsonrpc":"2.0","id":9,"error":7}',
    '{"jsonrpc":"2.0","id":9,"method":"initialize"}',
    '{"jsonrpc":"2.0","id":9,"method":"initialize","params":[]}',
    '{"jsonrpc":"2.0","id":9,"method":"cmdlet/invoke"}',
    '{"jsonrpc":"2.0","id":9,"method":"cmdlet/invoke","params":{}}',
    '{"jsonrpc":"2.0","id":9,"method":"completion/list","params":7}',
    '{"jsonrpc":"2.0","id":9,"method":"toString"}',
    '{"jsonrpc":"2.0","method":"__proto__","params":{}}',
  ]) {
    it(`continues after ${line}`, async () => {
      engine.writeLine(line);
      const { result } = await engine.initialize();
      assert.equal(result?.buildId, EngineProcess.buildId);
    });
  }
});

describe('an unhandled error in the engine', () => {
  const bench = wireBench();
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'azlogints-'));
  });
  after(() => rm(folder, { recursive: true }));

  /** Starts an engine that raises this error whenever it gets SIGUSR2. */
  async function engineWith(fault: string): Promise<EngineProcess> {
    const script = join(folder, 'fault.cjs');
    await writeFile(script, `process.on('SIGUSR2', () => { ${fault} });`);
    return bench.startEngine(undefined, undefined, { nodeOptions: ['--require', script] });
  }

  for (const [name, fault] of [
    ['an exception', "throw new TypeError('nothing handles this');"],
    ['a rejection', "void Promise.reject(new TypeError('nothing handles this'));"],
  ] as const) {
    it(`ends the running commands with ${name} as their error, but not the engine`, async () => {
      const engine = await engineWith(fault);
      // Only once: a signal that arrives late would disturb the next command.
      let isSent = false;
      const running = engine.call(
        'Connect-AzAccount',
        { Environment: 'LocalCloud', UseDeviceAuthentication: true },
        {
          onMessage: ({ method }) => {
            if (method !== 'host/write' || isSent) return;
            isSent = true;
            engine.child.kill('SIGUSR2');
          },
        },
      );
      await assert.rejects(running, (error: CallError) => {
        assert.equal(error.data.id, 'Engine.Unexpected');
        return /nothing handles this/.test(error.message);
      });
      await engine.call('Get-AzConfig');
      assert.equal(engine.child.exitCode, null);
    });
  }

  it('does not disturb a command if it comes from a connection without an error listener', async () => {
    const engine = await engineWith(
      "process.nextTick(() => { throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' }); });",
    );
    const { outputs } = await engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', UseDeviceAuthentication: true },
      {
        onMessage: (message) => {
          if (message.method === 'host/write') engine.child.kill('SIGUSR2');
          bench.personWithCode().onMessage?.(message);
        },
      },
    );
    assert.equal(outputs.length, 1);
  });
});
