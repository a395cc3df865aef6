// The working day itself: what Alex does, in order, and why.
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

/** Lives through the day and writes it down. */
export async function tellDay(page: Page): Promise<void> {
  page.say(
    '# A working day',
    'Alex looks after subscriptions of Contoso and of two customers, Fabrikam and Adatum; has a second account at a bank, Woodgrove; and a third in a national cloud. A job on GitHub Actions works beside it. This page is made by `npm run docs:day`, which really does all of it: a PowerShell in a terminal, a browser that somebody signs in with, a keyring, and two clouds on this machine in place of Azure. A test makes it again and compares.',
    'Only what differs from run to run is made the same: ports of the local clouds, dates, correlation IDs, folders, and the long addresses of the browser, which end in `…` here. Under "on disk", IDs are shortened to their ends, `*` marks the default context, and of tokens there is the number only.',
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
    'With Azure itself the second and third line are not needed: they make a cloud known, and the default of this page.',
  );
  await page.type(
    'Import-Module Az.LoginTs',
    `Add-AzEnvironment -Name LocalCloud -ARMEndpoint ${cloud.armUrl}`,
    "$PSDefaultParameterValues['Connect-AzAccount:Environment'] = 'LocalCloud'",
  );
  page.say(
    'The browser opens, Alex signs in there, and the prompt goes on. All tenants of the account are searched at once. Adatum asks for more than a password, so it is left out, with the command that mends it. The picker takes a number or part of a name.',
  );
  await page.type({ command: 'Connect-AzAccount', answers: [{ to: pickSubscription, type: 'staging' }] });
  page.say('Each subscription has a context now.');
  await page.type('Get-AzContext -ListAvailable');
  await page.onLaptopDisk();
  page.say(
    'Names and IDs are in a file, the one that Az.Accounts uses. The tokens are in the keyring: encrypted, and there is nothing of them in the folder. Where there is no keyring they are in a file, as on the runner below.',
  );
}

async function stepUp(page: Page): Promise<void> {
  page.say(
    '## A customer that asks for multifactor authentication',
    'The command that needs the tenant opens the browser for what is missing, and then goes on. Nothing need be run before it.',
  );
  await page.type('Set-AzContext -Tenant adatum.example', 'Get-AzSubscription -TenantId adatum.example');
}

async function switching(page: Page): Promise<void> {
  page.say(
    '## Switching, and a shorter name',
    '`Set-AzContext` moves this PowerShell only; other windows stay where they are. `Select-AzContext` sets the default of those to come as well.',
  );
  await page.type(
    "Set-AzContext -Subscription 'Fabrikam Research'",
    'Rename-AzContext -SourceName (Get-AzContext).Name -TargetName research',
    'Select-AzContext research',
  );
  await page.onLaptopDisk();
  page.say(
    'The context of Adatum that `Set-AzContext` made is of this PowerShell alone, so it is not in the file.',
  );
}

async function secondAccount(page: Page): Promise<void> {
  page.scene.person = atWoodgrove;
  page.say(
    '## A second account',
    'Who is signed in is offered; Enter signs in with another account. `-ContextName` names the context at once.',
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
    'Its sign-in host and its services are asked of its Azure Resource Manager. `AzureUSGovernment` and `AzureChinaCloud` are known already.',
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
    '## A CI job beside it',
    'The job has no secret: GitHub gives it an identity token, and Entra ID trusts that. `AZ_LOGINTS_HOME` gives it a home of its own, so that it would not meet other jobs on the same machine, nor a person.',
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
    page.say('While it runs, Alex works on.');
    await page.type('Select-AzContext research', "Set-AzContext -Subscription 'Contoso Production'");
  });
  await page.onRunnerDisk(variables);
  page.say(
    'A runner has no keyring, so what the job gets lies in a file that its user alone can read, and a warning says so before it is made. `Update-AzConfig -DisablePlaintextTokenCache $true` refuses that, and `Connect-AzAccount -Scope Process` keeps everything in memory. On the laptop nothing has changed but what Alex did:',
  );
  await page.onLaptopDisk();
}

async function oneScriptForAll(page: Page): Promise<void> {
  page.say(
    '## A script that works in several contexts',
    '`-DefaultProfile` says where one command goes. The current context stays what it was.',
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
    'A script of Alex runs every hour, with nobody at the prompt, and renews its token. Then Alex changes the password of the Contoso account, which ends every session that began before.',
  );
  scene.cloud.faults.revokeRefreshTokens();
  await page.script('hourly.ps1', text, variables);
  page.say('The error names the command that mends it. At a prompt any command does: it asks, and goes on.');
  scene.person = alex;
  await page.type('Select-AzContext research', 'Get-AzAccessToken -ForceRefresh');
  page.say('The script shares that sign-in:');
  await page.again('hourly.ps1', text, variables);
}

async function evening(page: Page): Promise<void> {
  page.say(
    '## Evening: signing out',
    "An account goes with its contexts and tokens, in every PowerShell of the user, and nobody else's.",
  );
  await page.type('(Disconnect-AzAccount -Username alex@contoso.example).Id', 'Get-AzContext -ListAvailable');
  await page.onLaptopDisk();
  page.say('And the rest:');
  await page.type('Clear-AzContext -Force', 'Get-AzContext -ListAvailable');
  await page.onLaptopDisk();
  page.say(
    'What is left are the clouds that were made known, and empty stores. [Files](files.md) has more on each.',
  );
}
