// A PowerShell that also has Az.Accounts. A small compiled module plays it: what matters is that its cmdlets are
// compiled, in a file of the real name, that our functions hide them, and that other modules follow its current context.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startLocalCloud, type LocalCloud } from '../local-cloud/index.ts';
import { connectApp, importModule, runPowerShell } from '../support/powershell.ts';
import { app, contoso } from '../support/wire-bench.ts';

const production = '1a000000-0000-4000-8000-000000000001';
const staging = '1a000000-0000-4000-8000-000000000002';

const accounts = `
using System;
using System.Collections.Generic;
using System.Management.Automation;
namespace Played {
    public class Part { public string Id { get; set; } }
    public class Context {
        public Part Account { get; set; }
        public Part Tenant { get; set; }
        public Part Subscription { get; set; }
        public static Context Of(string account, string tenant, string subscription) {
            return new Context { Account = new Part { Id = account }, Tenant = new Part { Id = tenant }, Subscription = new Part { Id = subscription } };
        }
    }
    public static class State {
        public static List<Context> Known = new List<Context>();
        public static Context Current;
        public static List<string> Calls = new List<string>();
    }
    [Cmdlet("Get", "AzContext")]
    public class GetContext : PSCmdlet {
        [Parameter] public SwitchParameter ListAvailable { get; set; }
        protected override void ProcessRecord() {
            if (ListAvailable) WriteObject(State.Known, true); else if (State.Current != null) WriteObject(State.Current);
        }
    }
    [Cmdlet("Set", "AzContext", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
    public class SetContext : PSCmdlet {
        [Parameter] public Context Context { get; set; }
        [Parameter] public string Subscription { get; set; }
        [Parameter] public string Tenant { get; set; }
        [Parameter] public string Scope { get; set; }
        protected override void ProcessRecord() {
            if (!ShouldProcess("context")) return;
            if (Subscription == "${staging}" && Environment.GetEnvironmentVariable("TEST_REFUSE") == "1") throw new InvalidOperationException("Please provide a valid subscription.");
            State.Calls.Add((Context == null ? "subscription " : "context ") + Scope);
            State.Current = Context ?? Played.Context.Of(State.Current.Account.Id, Tenant, Subscription);
            WriteObject(State.Current);
        }
    }
    [Cmdlet("Get", "AzPlayedKey")]
    public class GetKey : PSCmdlet {
        [Parameter] public string Folder { get; set; }
        protected override void ProcessRecord() {
            using (var file = System.Text.Json.JsonDocument.Parse(System.IO.File.ReadAllText(System.IO.Path.Combine(Folder, "AzureRmContext.json")))) {
                var key = file.RootElement.GetProperty("DefaultContextKey").GetString();
                var context = file.RootElement.GetProperty("Contexts").GetProperty(key);
                WriteObject(context.GetProperty("Account").GetProperty("Id").GetString() + "/" + context.GetProperty("Tenant").GetProperty("Id").GetString() + "/" + context.GetProperty("Subscription").GetProperty("Id").GetString());
            }
        }
    }
    [Cmdlet("Get", "AzPlayedToken")]
    public class GetToken : PSCmdlet {
        [Parameter] public string Resource { get; set; }
        protected override void ProcessRecord() {
            using (var client = new System.Net.Http.HttpClient()) {
                client.DefaultRequestHeaders.Add("X-IDENTITY-HEADER", Environment.GetEnvironmentVariable("IDENTITY_HEADER"));
                var address = Environment.GetEnvironmentVariable("IDENTITY_ENDPOINT") + "?api-version=2019-08-01&resource=" + Uri.EscapeDataString(Resource);
                using (var answer = System.Text.Json.JsonDocument.Parse(client.GetStringAsync(address).Result)) WriteObject(answer.RootElement.GetProperty("access_token").GetString());
            }
        }
    }
}`;

/** Builds the module in a folder. */
const build = `
$ErrorActionPreference = 'Stop'
# Add-Type gives an assembly a random name.
$csharp = 'Microsoft.CodeAnalysis.CSharp'
$null = [System.Reflection.Assembly]::LoadFrom("$PSHOME/$csharp.dll")
$references = foreach ($path in @((Get-ChildItem "$PSHOME/ref/*.dll").FullName) + [psobject].Assembly.Location) { [Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile($path) }
$trees = [Microsoft.CodeAnalysis.SyntaxTree[]]("$csharp.CSharpSyntaxTree" -as [type])::ParseText($env:TEST_SOURCE)
$library = ("$csharp.CSharpCompilationOptions" -as [type])::new('DynamicallyLinkedLibrary')
$compiled = ("$csharp.CSharpCompilation" -as [type])::Create('Microsoft.Azure.PowerShell.Cmdlets.Accounts', $trees, [Microsoft.CodeAnalysis.MetadataReference[]]$references, $library)
$file = [System.IO.File]::Create("$env:TEST_ACCOUNTS/Microsoft.Azure.PowerShell.Cmdlets.Accounts.dll")
$made = $compiled.Emit($file)
$file.Dispose()
if (-not $made.Success) { throw ($made.Diagnostics -join "\`n") }
New-ModuleManifest -Path "$env:TEST_ACCOUNTS/Az.Accounts.psd1" -RootModule Microsoft.Azure.PowerShell.Cmdlets.Accounts.dll -ModuleVersion 5.3.0 -CmdletsToExport 'Get-AzContext', 'Set-AzContext', 'Get-AzPlayedKey', 'Get-AzPlayedToken'
`;

/** `Import-Accounts` imports the module; `Get-Place` returns the context that Az.Compute would use. */
const tools = `
function Import-Accounts { Import-Module "$env:TEST_ACCOUNTS/Az.Accounts.psd1" -Global; [Played.State]::Current = [Played.Context]::Of('${app.userName}', '${contoso}', '${production}') }
function Get-Place { $current = Az.Accounts\\Get-AzContext; "$($current.Account.Id)/$($current.Tenant.Id)/$($current.Subscription.Id)" }
`;

const place = (subscription: string): string => `${app.userName}/${contoso}/${subscription}`;

describe('with a compiled Az.Accounts,', function () {
  this.timeout(180_000);
  let cloud: LocalCloud;
  let folder: string;

  before(async () => {
    cloud = await startLocalCloud();
    folder = join(await mkdtemp(join(tmpdir(), 'azlogints-modules-')), 'Az.Accounts');
    await mkdir(folder);
    await runPowerShell(build, cloud, { TEST_SOURCE: accounts, TEST_ACCOUNTS: folder });
  });

  after(async () => {
    await cloud.stop();
    await rm(dirname(folder), { recursive: true, force: true });
  });

  async function run(script: string, variables: Record<string, string> = {}): Promise<string[]> {
    const { output } = await runPowerShell(importModule + tools + script, cloud, {
      ...{ TEST_ACCOUNTS: folder, NO_COLOR: '1' },
      ...variables,
    });
    return output.trim().split(/\r?\n/);
  }

  it('each change of the current context is also made there, for this process', async () => {
    const lines = await run(`Import-Accounts${connectApp}
$null = Set-AzContext -Subscription ${staging}
Get-Place
$null = Select-AzContext (Get-AzContext -ListAvailable | Where-Object { $_.Subscription.Id -eq '${production}' }).Name
Get-Place
[Played.State]::Known.Add([Played.Context]::Of('${app.userName}', '${contoso}', '${staging}'))
$null = Set-AzContext -Subscription ${staging}
Get-Place
[Played.State]::Calls -join ', '`);
    assert.deepEqual(lines, [
      place(staging),
      place(production),
      place(staging),
      'subscription Process, subscription Process, context Process',
    ]);
  });

  it('an Az.Accounts that is imported later follows from the next command on', async () => {
    const lines = await run(`${connectApp}
$null = Set-AzContext -Subscription ${staging}
Import-Accounts
Get-Place
$null = Get-AzContext
Get-Place
$null = Az.Accounts\\Set-AzContext -Subscription ${production} -Tenant ${contoso} -Confirm:$false
$null = Get-AzContext
Get-Place`);
    // What was chosen there on purpose is kept.
    assert.deepEqual(lines, [place(production), place(staging), place(production)]);
  });

  it('a change that Az.Accounts rejects causes one warning', async () => {
    const lines = await run(
      `Import-Accounts${connectApp}
$null = Set-AzContext -Subscription ${staging} -WarningVariable first
$null = Set-AzContext -Subscription ${production}
$null = Set-AzContext -Subscription ${staging} -WarningVariable second
"told $($first.Count) $($second.Count)"
"$first"`,
      { TEST_REFUSE: '1' },
    );
    const text = lines.join('\n');
    assert.match(text, /^told 1 0$/m);
    assert.match(
      text,
      /^Az\.Accounts is loaded too, and its context could not be changed: .*valid subscription\./m,
    );
  });

  it('an account that Az.Accounts does not know causes a warning', async () => {
    const lines = await run(`Import-Accounts
[Played.State]::Current.Account.Id = 'somebody@else.example'${connectApp} -WarningVariable told
$told | Where-Object { "$_" -like 'Az.Accounts*' } | ForEach-Object { "$_" }`);
    assert.match(lines.join('\n'), /does not know this account/);
  });

  it('a sign-out here causes a warning if the account stays signed in there', async () => {
    const lines = await run(`Import-Accounts${connectApp}
$null = Disconnect-AzAccount -WarningVariable told
"$told"`);
    assert.match(lines.join('\n'), /nobody is signed in to Az\.LoginTs any more/);
  });

  it('a script module with that name is ignored', async () => {
    const lines =
      await run(`$null = New-Module -Name Az.Accounts { function Set-AzContext { throw 'called' }; function Get-AzContext { throw 'called' } } | Import-Module
${connectApp}
(Az.LoginTs\\Set-AzContext -Subscription ${staging} -WarningVariable told).Subscription.Id
"told $($told.Count)"`);
    assert.deepEqual(lines, [staging, 'told 0']);
  });

  it('it finds the context that new PowerShells start with in the shared file', async () => {
    const lines = await run(`Import-Accounts${connectApp}
$null = Select-AzContext (Get-AzContext -ListAvailable | Where-Object { $_.Subscription.Id -eq '${staging}' }).Name
Get-AzPlayedKey -Folder $env:AZ_LOGINTS_HOME`);
    assert.deepEqual(lines, [place(staging)]);
  });

  it('it gets the tokens of the current context from the identity endpoint, in this same process', async () => {
    const lines = await run(`Import-Accounts${connectApp}
$resource = (Start-AzIdentityEndpoint).Audience[0]
(Get-AzPlayedToken -Resource $resource) -eq (Get-AzAccessToken -ResourceUrl $resource -AsPlainText).Token`);
    assert.deepEqual(lines, ['True']);
  });
});
