// A debugger attached to the engine of a checkout (CONTRIBUTING.md). test/package shows that an installed module
// accepts none.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ensurePowerShell } from '../powershell/index.ts';

const manifest = fileURLToPath(new URL('../../Az.LoginTs.psd1', import.meta.url));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('a debugger for the engine of a checkout', function () {
  this.timeout(300_000);
  let home: string;

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'azlogints-'));
  });
  after(() => rm(home, { recursive: true, force: true }));

  async function startPowerShell(script: string, port: string): Promise<ChildProcess> {
    const command = `Import-Module '${manifest}'; ${script}`;
    return spawn(await ensurePowerShell(), ['-NoProfile', '-NonInteractive', '-Command', command], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, AZ_LOGINTS_HOME: home, AZ_LOGINTS_ENGINE_INSPECT: port },
    });
  }
  const outputOf = (child: ChildProcess): Promise<string> => {
    assert.ok(child.stdout);
    return text(child.stdout);
  };

  it('finds the engine waiting at the port in the variable, and continues it', async () => {
    const port = String(await freePort());
    const shell = await startPowerShell("'{0} keys' -f @(Get-AzConfig).Count", port);
    const output = outputOf(shell);
    // Node.js' own debugger, started again until the engine listens at the port.
    let seen = '';
    while (!seen.includes('Break on start')) {
      const client = spawn(process.execPath, ['inspect', `127.0.0.1:${port}`], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      seen = '';
      client.stdout.on('data', (chunk: Buffer) => {
        seen += chunk.toString();
        if (/Break on start[^]*debug> $/.test(seen)) client.stdin.end('cont\n.exit\n');
      });
      await once(client, 'exit');
    }
    assert.match(seen, /engine\.cjs/);
    assert.match(await output, /^\d+ keys\s*$/);
  });

  it('is rejected with an invalid port before the engine starts', async () => {
    const values = ['yes', '80', '9229 --require=/other.cjs', '65536'];
    const shell = await startPowerShell(
      `foreach ($value in '${values.join("', '")}') {
    $env:AZ_LOGINTS_ENGINE_INSPECT = $value
    try { Get-AzConfig } catch { $_.FullyQualifiedErrorId; "$_"; $_.ErrorDetails.RecommendedAction }
    '---'
}`,
      '',
    );
    const outputs = (await outputOf(shell)).split(/^---\r?\n/m);
    for (const [at, value] of values.entries()) {
      const output = outputs[at] ?? '';
      assert.match(output, /^InvalidArgument\.Setting,Get-AzConfig/);
      assert.ok(output.includes(`'${value}' in $env:AZ_LOGINTS_ENGINE_INSPECT`), output);
      assert.match(output, /1024 to 65535/);
    }
  });
});
