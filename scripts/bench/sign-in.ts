// Measures the sign-in of a service principal: in a new PowerShell, with the Azure CLI, and in a console program with
// Azure.Identity that does the same (gets a token, stores it, lists the subscriptions).
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDotnetProgram } from '../../test/support/index.ts';
import { app, contoso } from '../../test/local-cloud/index.ts';
import { azureCli, withoutAzureCli } from './azure-cli.ts';
import { interleave } from './measure.ts';
import { rowOf, type Group } from './row.ts';
import type { Stage } from './stage.ts';

const project = fileURLToPath(new URL('../../test/azure-identity', import.meta.url));
const connect = `Import-Module Az.LoginTs; $secret = [securestring]::new(); foreach ($character in [System.Console]::In.ReadLine().GetEnumerator()) { $secret.AppendChar($character) }; $null = Connect-AzAccount -ServicePrincipal -Credential ([pscredential]::new('${app.userName}', $secret)) -Tenant ${contoso} -WarningAction SilentlyContinue; (Get-AzContext).Subscription.Name`;

export const signingIn: Group = {
  name: 'sign-in',
  async measure(stage, runs) {
    const cli = await azureCli(stage);
    const program = await ensureDotnetProgram(project, 'azure-identity');
    const identity = async (): Promise<number> => (await azureIdentity(stage, program)).ms;
    const ours = async (): Promise<number> => {
      const home = await stage.newFolder();
      const { ms, stdout } = await stage.powershell(connect, home, app.secret);
      if (!stdout.includes('Contoso')) throw new Error(`Nobody was signed in: ${stdout}`);
      return ms;
    };
    const costs = await interleave(runs, {
      ours,
      identity,
      cli: cli && (async () => (await cli.signIn()).ms),
    });
    const cliName = `\`az login --service-principal\`${cli === undefined ? '' : ` (${cli.version})`}`;
    return [
      rowOf(
        {
          what: 'service principal signs in, fresh process',
          note: cli === undefined ? withoutAzureCli : undefined,
        },
        costs.ours,
        [
          { what: cliName, costs: costs.cli, most: 1.3 },
          { what: 'Azure.Identity, console program', costs: costs.identity },
        ],
      ),
    ];
  },
};

async function azureIdentity(stage: Stage, program: string): Promise<{ ms: number }> {
  const home = await stage.newFolder();
  // Without that folder .NET has no place for its cache.
  await mkdir(join(home, '.local', 'share'), { recursive: true });
  const { loginUrl, armUrl } = stage.cloud;
  const options = {
    ...{ authority: loginUrl, clientId: app.userName, tenant: contoso },
    ...{ scopes: [`${armUrl}/.default`], subscriptions: `${armUrl}/subscriptions?api-version=2022-12-01` },
  };
  const finished = await stage.run(program, ['app', JSON.stringify(options)], { home, input: app.secret });
  if (!/"subscriptions":[1-9]/.test(finished.stdout)) throw new Error(finished.stdout);
  return finished;
}
