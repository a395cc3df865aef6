// What the examples of Az.Accounts' help need: the values in the local cloud for their placeholders, and why an
// example cannot run.
import type { ExampleNeeds } from './needs.ts';

export interface AzAccountsNeeds extends Omit<ExampleNeeds, 'title'> {
  /** The number of the example; all of the cmdlet's examples if omitted. */
  readonly example?: number;
  /** Placeholders of the help, and the values that exist in the local cloud. */
  readonly real?: readonly (readonly [placeholder: string, real: string])[];
}

const contoso = '10000000-0000-4000-8000-000000000001';
const production = '1a000000-0000-4000-8000-000000000001';
const application = 'a0000000-0000-4000-8000-0000000d3910';
const secretOfApp = 'fake-secret-of-contoso-deploy';
const endpoints = [
  ['NewTestADEndpoint', 'https://login.new.example/'],
  ['TestADEndpoint', 'https://login.test.example/'],
  ['TestRMEndpoint', 'https://management.test.example/'],
  ['TestGalleryEndpoint', 'https://gallery.test.example/'],
  ['NewTestGraphEndpoint', 'https://graph.new.example/'],
  ['TestGraphEndpoint', 'https://graph.test.example/'],
] as const;
const tenantAndApp = [
  ['yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyy', contoso],
  ['zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzz', application],
] as const;
const asks = 'It asks first, as in Az.Accounts, and nobody can answer here; -Force goes on.';
const absent = 'Az.LoginTs does not have the cmdlet: see docs/differences.md.';
const publicGraph = 'It sends a request to the public Microsoft Graph.';
const named = (name: string): string =>
  `Get-AzContext -ListAvailable | Where-Object { $_.Subscription.Name -eq "Contoso Staging" } | Rename-AzContext -TargetName ${name}`;
const error = 'Get-AzSubscription -SubscriptionId missing -ErrorAction SilentlyContinue';
const aDefault = 'Set-AzDefault -ResourceGroupName web';

export const azAccountsNeeds: readonly AzAccountsNeeds[] = [
  {
    cmdlet: 'Add-AzEnvironment',
    example: 1,
    real: endpoints,
    shows: /TestEnvironment[\s\S]*login\.new\.example/,
  },
  {
    cmdlet: 'Add-AzEnvironment',
    example: 2,
    real: [
      [
        'https://configuredmetadata.net',
        'https://management.site.example/metadata/endpoints?api-version=2022-09-01',
      ],
    ],
    shows: /LocalCloud/,
  },
  { cmdlet: 'Set-AzEnvironment', real: endpoints, shows: /login\.new\.example/ },
  { cmdlet: 'Remove-AzEnvironment', real: endpoints, shows: /TestEnvironment/ },
  { cmdlet: 'Clear-AzContext', notRun: asks },
  { cmdlet: 'Clear-AzDefault', before: aDefault },
  { cmdlet: 'Clear-AzDefault', example: 1, notRun: asks },
  { cmdlet: 'Get-AzDefault', before: aDefault, shows: /web/ },
  { cmdlet: 'Set-AzDefault', real: [['myResourceGroup', 'web']], shows: /web/ },
  { cmdlet: 'Connect-AzAccount', signedIn: 'nobody' },
  { cmdlet: 'Connect-AzAccount', example: 1, place: 'browser', shows: /Contoso/ },
  {
    cmdlet: 'Connect-AzAccount',
    example: 2,
    before:
      "function global:Get-Credential { [pscredential]::new('sam@contoso.example', (ConvertTo-SecureString 'fake-password-of-sam' -AsPlainText -Force)) }",
    shows: /Contoso/,
  },
  {
    cmdlet: 'Connect-AzAccount',
    example: 3,
    before: `function global:Read-Host { ConvertTo-SecureString '${secretOfApp}' -AsPlainText -Force }`,
    real: tenantAndApp,
    shows: /Contoso/,
  },
  {
    cmdlet: 'Connect-AzAccount',
    example: 4,
    place: 'browser',
    real: [
      ['xxxx-xxxx-xxxx-xxxx', contoso],
      ['yyyy-yyyy-yyyy-yyyy', production],
    ],
    shows: /Contoso Production/,
  },
  {
    cmdlet: 'Connect-AzAccount',
    example: 5,
    place: 'imds',
    real: [['Subscription1', "'Contoso Production'"]],
    shows: /Contoso Production/,
  },
  { cmdlet: 'Connect-AzAccount', example: 6, notRun: 'It needs Az.ManagedServiceIdentity and Az.Compute.' },
  { cmdlet: 'Connect-AzAccount', example: 7, notRun: 'It needs a certificate in the store of Windows.' },
  { cmdlet: 'Connect-AzAccount', example: 8, place: 'browser', shows: /Contoso/ },
  {
    cmdlet: 'Connect-AzAccount',
    example: 9,
    before: 'Copy-Item deploy.pfx certificatefortest.pfx',
    real: [['****', 'fake-password-of-the-certificate'], ...tenantAndApp],
    shows: /Contoso/,
  },
  { cmdlet: 'Connect-AzAccount', example: 10, place: 'browser', shows: /Contoso/ },
  {
    cmdlet: 'Connect-AzAccount',
    example: 11,
    place: 'browser',
    real: [
      ['yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyy', contoso],
      ['zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzz', production],
    ],
    shows: /Contoso Production/,
  },
  { cmdlet: 'Disable-AzureRmAlias', notRun: absent },
  { cmdlet: 'Enable-AzureRmAlias', notRun: absent },
  { cmdlet: 'Open-AzSurveyLink', notRun: absent },
  { cmdlet: 'Register-AzModule', notRun: absent },
  { cmdlet: 'Send-Feedback', notRun: absent },
  { cmdlet: 'Uninstall-AzureRm', notRun: absent },
  { cmdlet: 'Disconnect-AzAccount', example: 1, shows: /alex@contoso/ },
  { cmdlet: 'Disconnect-AzAccount', example: 2, before: named('Work'), shows: /alex@contoso/ },
  {
    cmdlet: 'Disconnect-AzAccount',
    example: 3,
    real: [['user1@contoso.org', 'alex@contoso.example']],
    shows: /alex@contoso/,
  },
  { cmdlet: 'Export-AzConfig', before: 'Update-AzConfig -LoginExperienceV2 Off' },
  {
    cmdlet: 'Import-AzConfig',
    before: 'Update-AzConfig -LoginExperienceV2 Off; Export-AzConfig ./config.json; Clear-AzConfig -Force',
  },
  { cmdlet: 'Get-AzContext', example: 1, place: 'browser', signedIn: 'nobody', shows: /Contoso/ },
  { cmdlet: 'Get-AzContext', example: 2, shows: /Contoso Staging/ },
  {
    cmdlet: 'Get-AzSubscription',
    example: 2,
    real: [['aaaa-aaaa-aaaa-aaaa', contoso]],
    shows: /Contoso Staging/,
  },
  { cmdlet: 'Get-AzSubscription', example: 3, shows: /Contoso Staging/ },
  {
    cmdlet: 'Get-AzSubscription',
    example: 4,
    real: [
      ['xxxx-xxxx-xxxx-xxxx', production],
      ['yyyy-yyyy-yyyy-yyyy', contoso],
    ],
    shows: /Contoso Production/,
  },
  {
    cmdlet: 'Get-AzTenant',
    signedIn: 'nobody',
    place: 'browser',
    real: [['xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx', contoso]],
    shows: /Contoso/,
  },
  {
    cmdlet: 'Import-AzContext',
    example: 1,
    notRun:
      '-AzContext is an alias of -DefaultProfile, in Az.Accounts too, so that PowerShell asks for -Path.',
  },
  {
    cmdlet: 'Import-AzContext',
    example: 2,
    signedIn: 'nobody',
    before: 'Copy-Item alex.json test.json',
    real: [['C:\\test.json', './test.json']],
    shows: /Contoso/,
  },
  {
    cmdlet: 'Invoke-AzRestMethod',
    example: 1,
    real: [
      ['{subscription}', production],
      ['{resourcegroup}', 'web'],
      ['{workspace}', 'logs'],
      ['{API}', '2021-06-01'],
    ],
    shows: /StatusCode\s*: 404/,
  },
  { cmdlet: 'Invoke-AzRestMethod', example: 2, notRun: publicGraph },
  { cmdlet: 'Invoke-AzRestMethod', example: 3, real: [['test-group', 'web']], shows: /StatusCode\s*: \d/ },
  { cmdlet: 'Invoke-AzRestMethod', example: 4, real: [['test-group', 'web']], shows: /StatusCode\s*: \d/ },
  { cmdlet: 'Invoke-AzRestMethod', example: 5, notRun: publicGraph },
  {
    cmdlet: 'Invoke-AzRestMethod',
    example: 6,
    real: [
      ['https://management.azure.com', 'https://management.local.azurestack.external'],
      ['{subscription-id}', production],
      ['{resource-group}', 'web'],
      ['{hsm-name}', 'hsm'],
    ],
    shows: /StatusCode\s*: 20\d/,
  },
  {
    cmdlet: 'Invoke-AzRestMethod',
    example: 7,
    before: '$global:subscriptionId = (Get-AzContext).Subscription.Id',
    // The local cloud has no virtual machines.
    shows: /StatusCode\s*: 404/,
  },
  { cmdlet: 'Remove-AzContext', before: named('Default') },
  {
    cmdlet: 'Rename-AzContext',
    example: 1,
    before: named('"[user1@contoso.org; 12345-6789-2345-3567890]"'),
  },
  { cmdlet: 'Rename-AzContext', example: 2, before: named('"My context"') },
  { cmdlet: 'Resolve-AzError', before: error, shows: /NotFound|was not found|Tenant|Subscription/ },
  {
    cmdlet: 'Save-AzContext',
    signedIn: 'nobody',
    place: 'browser',
    real: [['C:\\test.json', './test.json']],
  },
  { cmdlet: 'Select-AzContext', example: 1, before: named('Work'), shows: /Work/ },
  { cmdlet: 'Select-AzContext', example: 2, before: named('TestEnvironment'), shows: /TestEnvironment/ },
  { cmdlet: 'Set-AzContext', real: [['xxxx-xxxx-xxxx-xxxx', production]], shows: /Contoso Production/ },
];
