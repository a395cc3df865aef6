import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { streamText } from '../support/engine-process.ts';
import { app, contoso, wireBench } from '../support/wire-bench.ts';

// The runspaces of one PowerShell share an engine, as with ForEach-Object -Parallel and thread jobs.
describe('two concurrent calls, over the wire', () => {
  const bench = wireBench();
  const contextFile = (): Promise<string> => readFile(join(bench.home, 'AzureRmContext.json'), 'utf8');
  const connect = {
    Environment: 'LocalCloud',
    ServicePrincipal: true,
    Tenant: contoso,
    Credential: { $credential: { userName: app.userName, password: { $secret: 0 } } },
  };
  const secret = { parameterSet: 'ServicePrincipalWithSubscriptionId', secrets: [app.secret] };
  /** Runs another call from start to end while the first one waits for an answer. */
  const inBetween = (environment: Record<string, string>) => async (): Promise<boolean> => {
    await bench.engine.call('Get-AzConfig', { LoginTimeoutSeconds: true }, { environment });
    return true;
  };

  it('each use their own environment variables', async () => {
    const { messages } = await bench.engine.call('Connect-AzAccount', connect, {
      ...secret,
      environment: { AzContextAutoSave: 'false' },
      onConfirm: inBetween({ AzContextAutoSave: 'true' }),
    });
    assert.equal(streamText(messages, 'warning'), '');
    assert.doesNotMatch(await contextFile(), new RegExp(app.userName), 'it was not to be stored');
  });

  it('each use the network settings of their own variables', async () => {
    const untrusting = { AZ_LOGINTS_CA_FILE: '' };
    await bench.engine.call('Connect-AzAccount', connect, { ...secret, onConfirm: inBetween(untrusting) });
    assert.match(await contextFile(), new RegExp(app.userName));
  });

  it('each report only their own warnings', async () => {
    await writeFile(join(bench.home, 'AzureRmContextSettings.json'), '{ damaged');
    // An engine that has not read the file yet.
    const engine = await bench.startEngine();
    let others = 'not called';
    const { messages } = await engine.call('Connect-AzAccount', connect, {
      ...secret,
      onConfirm: async () => {
        const other = await engine.call('Get-AzConfig', { LoginTimeoutSeconds: true });
        others = streamText(other.messages, 'warning');
        return true;
      },
    });
    assert.equal(others, '');
    assert.match(streamText(messages, 'warning'), /AzureRmContextSettings\.json' could not be read/);
  });
});
