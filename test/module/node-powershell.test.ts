// The module in a Node.js program: node-powershell starts a PowerShell and writes commands to its stdin.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvocationError, PowerShell } from 'node-powershell';
import { startLocalCloud, type LocalCloud } from '../local-cloud/index.ts';
import { ensurePowerShell } from '../powershell/index.ts';
import { app, contoso } from '../support/wire-bench.ts';

const manifest = fileURLToPath(new URL('../../Az.LoginTs.psd1', import.meta.url));

interface Context {
  readonly Account: { readonly Id: string };
  readonly Subscription: { readonly Name: string };
}

describe('a Node.js program that drives the module through node-powershell', () => {
  let cloud: LocalCloud;
  let home: string;
  let shell: PowerShell;

  before(async () => {
    cloud = await startLocalCloud();
    home = await mkdtemp(join(tmpdir(), 'azlogints-'));
    // PowerShell sends key-mode sequences to terminals, even if its output is piped, but not to a dumb one.
    const env = { ...process.env, TERM: 'dumb', AZ_LOGINTS_HOME: home, AZ_LOGINTS_CA_FILE: cloud.caFile };
    shell = new PowerShell({
      executable: await ensurePowerShell(),
      executableOptions: { '-NoProfile': true },
      invocationTimeout: 60_000,
      spawnOptions: { env },
    });
    await shell.invoke(
      `Import-Module '${manifest}'; $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint ${cloud.armUrl}`,
    );
  });

  after(async () => {
    await shell.dispose();
    await cloud.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('signs in, and reads contexts and tokens', async () => {
    await shell.invoke(
      PowerShell.command`$credential = [pscredential]::new(${app.userName}, (ConvertTo-SecureString ${app.secret} -AsPlainText -Force)); $null = Connect-AzAccount -Environment LocalCloud -ServicePrincipal -Credential $credential -Tenant ${contoso} -WarningAction SilentlyContinue`,
    );
    const { raw } = await shell.invoke('Get-AzContext | ConvertTo-Json -Compress -Depth 3');
    const context = JSON.parse(raw) as Context;
    assert.deepEqual([context.Account.Id, context.Subscription.Name], [app.userName, 'Contoso Production']);
    assert.match((await shell.invoke('(Get-AzAccessToken -AsPlainText).Token')).raw, /^eyJ/);
  });

  it('gets a failure as its own error, and continues in the same PowerShell', async () => {
    await assert.rejects(shell.invoke('Set-AzContext -Subscription missing'), (error) => {
      assert.ok(error instanceof InvocationError);
      assert.match(error.message, /subscription.*'missing'/i);
      return true;
    });
    assert.equal((await shell.invoke('(Get-AzContext).Subscription.Name')).raw, 'Contoso Production');
  });
});
