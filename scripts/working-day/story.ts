// The story of the working day: what Alex does, in order, and why.
import type { Page } from './page.ts';

const alex = { username: 'alex@contoso.example', password: 'fake-password-of-alex', mfaCode: '246810' };
const atWoodgrove = {
  username: 'alex2@woodgrove.example',
  password: 'fake-password-of-alex2',
  mfaCode: '135790',
};
const atGovernment = { username: 'alex@contoso-gov.example', password: 'fake-password-of-alex-gov' };
const pickSubscription = /^Number, part of a name, or Enter for .*: $/;
const pickAccount = /^Select an account .*: $/;

/** Does everything that Alex does and adds it to the page. */
export async function tellDay(page: Page): Promise<void> {
  page.say(
    '# A working day',
    'Alex manages subscriptions of Contoso and of two customers, Fabrikam and Adatum. Alex also has a second account at a bank, Woodgrove, and a third in a national cloud. A GitHub Actions job runs at the same time.',
    '`npm run docs:day` writes this page by really doing all of it, with a PowerShell in a terminal, a browser, a keyring, and two local clouds in place of Azure. A test does it again and compares. Ports, dates, correlation IDs and folders are replaced by fixed ones, and long addresses end in `…`. Under "On disk", IDs are shortened, `*` marks the default context, and tokens are only counted.',
  );
  await morning(page);
  await stepUp(page);
  await switching(page);
  await secondAccount(page);
  await nationalCloud(page);
  await besideIt(page);
  await oneScriptForAll(page);
  await expired(page);
  await evening(page);
}

async function morning(page: Page): Promise<void> {
  const { cloud } = page.scene;
  page.scene.person = alex;
  page.say(
    '## Morning: one sign-in',
    'With Azure itself you need only the first line. The other two add the local cloud and make it the default of this page.',
  );
  await page.type(
    'Import-Module Az.LoginTs',
    `Add-AzEnvironment -Name LocalCloud -ARMEndpoint ${cloud.armUrl}`,
    "$PSDefaultParameterValues['Connect-AzAccount:Environment'] = 'LocalCloud'",
  );
  page.say(
    'The browser opens and Alex signs in there. All tenants of the account are searched at the same time. Adatum requires multifactor authentication, so it is skipped, with a warning that names the command to run. The picker accepts a number or part of a name.',
  );
  await page.type({ command: 'Connect-AzAccount', answers: [{ to: pickSubscription, type: 'staging' }] });
  page.say('Now each subscription has a context.');
  await page.type('Get-AzContext -ListAvailable');
  await page.onLaptopDisk();
  page.say(
    'Names and IDs are in the file that Az.Accounts uses too. The tokens are encrypted in the keyring, and not in the folder. Without a keyring they are in a file, as on the runner below.',
  );
}

async function stepUp(page: Page): Promise<void> {
  page.say(
    '## A customer that asks for multifactor authentication',
    'Alex just runs the command that needs the tenant. It opens the browser for multifactor authentication, and then goes on.',
  );
  await page.type('Set-AzContext -Tenant adatum.example', 'Get-AzSubscription -TenantId adatum.example');
}

async function switching(page: Page): Promise<void> {
  page.say(
    '## Switching, and a shorter name',
    '`Set-AzContext` switches this PowerShell only; other windows stay where they are. `Select-AzContext` also sets the default of PowerShells that start later.',
  );
  await page.type(
    "Set-AzContext -Subscription 'Fabrikam Research'",
    'Rename-AzContext -SourceName (Get-AzContext).Name -TargetName research',
    'Select-AzContext research',
  );
  await page.onLaptopDisk();
  page.say(
    'The context of Adatum that `Set-AzContext` created belongs to this PowerShell only, so it is not in the file.',
  );
}

async function secondAccount(page: Page): Promise<void> {
  page.scene.person = atWoodgrove;
  page.say(
    '## A second account',
    'The accounts that are signed in already are offered. Enter signs in with another account. `-ContextName` gives the new context a name.',
  );
  await page.type({
    command: 'Connect-AzAccount -Tenant woodgrove.example -ContextName bank',
    answers: [
      { to: pickAccount, type: '' },
      { to: pickSubscription, type: '' },
    ],
  });
}

async function nationalCloud(page: Page): Promise<void> {
  const { nationalCloud: cloud } = page.scene;
  page.scene.person = atGovernment;
  page.say(
    '## A national cloud',
    'Its sign-in host and its services are read from its Azure Resource Manager. `AzureUSGovernment` and `AzureChinaCloud` are built in.',
  );
  await page.type(
    `Add-AzEnvironment -Name NationalCloud -ARMEndpoint ${cloud.armUrl}`,
    'Connect-AzAccount -Environment NationalCloud -AccountId alex@contoso-gov.example -ContextName gov',
  );
  await page.onLaptopDisk();
}

async function besideIt(page: Page): Promise<void> {
  const variables = await page.scene.jobVariables();
  page.say(
    '## A CI job at the same time',
    'The job has no secret: GitHub issues an identity token that Entra ID trusts. `AZ_LOGINTS_HOME` names a folder for this job only, so that it shares no sign-in with other jobs or people on the same machine.',
  );
  const text = `$ErrorActionPreference = 'Stop'
$env:AZ_LOGINTS_HOME = "$env:RUNNER_TEMP/azure"
Import-Module Az.LoginTs
$null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint ${page.scene.cloud.armUrl}
Connect-AzAccount -Environment LocalCloud -ServicePrincipal -ApplicationId a0000000-0000-4000-8000-0000000d3910 -Tenant contoso.example -Subscription 'Contoso Production'
$groups = Invoke-AzRestMethod -Path "/subscriptions/$((Get-AzContext).Subscription.Id)/resourcegroups?api-version=2021-04-01"
($groups.Content | ConvertFrom-Json).value | ForEach-Object { "resource group $($_.name) in $($_.location)" }
`;
  await page.script('deploy.ps1', text, variables, async () => {
    page.say('While it runs, Alex goes on working.');
    await page.type('Select-AzContext research', "Set-AzContext -Subscription 'Contoso Production'");
  });
  await page.onRunnerDisk(variables);
  page.say(
    "A runner has no keyring, so the job's tokens are in a file that only its user can read. A warning says so before the file is created. `Update-AzConfig -DisablePlaintextTokenCache $true` refuses such a file, and `Connect-AzAccount -Scope Process` keeps everything in memory. On the laptop nothing has changed except what Alex did:",
  );
  await page.onLaptopDisk();
}

async function oneScriptForAll(page: Page): Promise<void> {
  page.say(
    '## A script that works in several contexts',
    '`-DefaultProfile` names the context of one command. The current context does not change.',
  );
  await page.type(
    "foreach ($name in 'research', 'bank', 'gov') { Get-AzSubscription -DefaultProfile (Get-AzContext -Name $name) | Select-Object -First 1 }",
    '(Get-AzContext).Name',
  );
}

async function expired(page: Page): Promise<void> {
  const { scene } = page;
  const variables = scene.laptopVariables();
  const text = `$ErrorActionPreference = 'Stop'
Import-Module Az.LoginTs
$research = Get-AzContext -Name research
$token = Get-AzAccessToken -ForceRefresh -DefaultProfile $research
"a token until $($token.ExpiresOn)"
`;
  page.say(
    '## Afternoon: an expired session',
    'A script of Alex runs every hour, with nobody at the prompt, and gets a new token. Then Alex changes the password of the Contoso account, which ends all of its sessions.',
  );
  scene.cloud.faults.revokeRefreshTokens();
  await page.script('hourly.ps1', text, variables);
  page.say(
    'The error names the command to run. At a prompt, any command signs Alex in again and then goes on.',
  );
  scene.person = alex;
  await page.type('Select-AzContext research', 'Get-AzAccessToken -ForceRefresh');
  page.say('The script shares that sign-in:');
  await page.again('hourly.ps1', text, variables);
}

async function evening(page: Page): Promise<void> {
  page.say(
    '## Evening: signing out',
    'This removes the account with its contexts and tokens, in every PowerShell of this user. Other accounts stay.',
  );
  await page.type('(Disconnect-AzAccount -Username alex@contoso.example).Id', 'Get-AzContext -ListAvailable');
  await page.onLaptopDisk();
  page.say('And the rest:');
  await page.type('Clear-AzContext -Force', 'Get-AzContext -ListAvailable');
  await page.onLaptopDisk();
  page.say('Only the added clouds and empty stores are left. [Files](files.md) says more about each file.');
}
