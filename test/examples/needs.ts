// What the examples of help need to run. An example without an entry runs unchanged, with Alex signed in.

export type Person = 'alex' | 'application' | 'nobody';

export interface ExampleNeeds {
  readonly cmdlet: string;
  /** The title of one example; all of the cmdlet's examples if omitted. */
  readonly title?: string;
  /** Who is signed in before; Alex if omitted. */
  readonly signedIn?: Person;
  /** PowerShell that runs before, for what the example presupposes. */
  readonly before?: string;
  /** The CI job or machine whose environment variables are set. */
  readonly place?: 'github' | 'imds' | 'application' | 'browser';
  /** What the example's output must match. */
  readonly shows?: RegExp;
  /** Why it cannot run. */
  readonly notRun?: string;
}

const stack = 'Add-AzEnvironment -Name Stack -ARMEndpoint https://management.local.azurestack.external/';
const staging = 'Get-AzContext -ListAvailable | Where-Object { $_.Subscription.Name -eq "Contoso Staging" }';

export const exampleNeeds: readonly ExampleNeeds[] = [
  { cmdlet: 'Connect-AzAccount', signedIn: 'nobody' },
  { cmdlet: 'Connect-AzAccount', title: 'Sign in at the prompt', place: 'browser', shows: /alex@contoso/ },
  {
    cmdlet: 'Connect-AzAccount',
    title: 'One tenant and one subscription',
    place: 'browser',
    shows: /Contoso Production/,
  },
  {
    cmdlet: 'Connect-AzAccount',
    title: 'Short names for contexts',
    place: 'browser',
    shows: /Contoso Staging/,
  },
  { cmdlet: 'Connect-AzAccount', title: 'A device code', shows: /alex@contoso/ },
  { cmdlet: 'Connect-AzAccount', title: 'A service principal with its secret', shows: /a0000000/ },
  { cmdlet: 'Connect-AzAccount', title: 'A service principal with a certificate', shows: /a0000000/ },
  { cmdlet: 'Connect-AzAccount', title: 'A pipeline without a secret', place: 'github', shows: /a0000000/ },
  {
    cmdlet: 'Connect-AzAccount',
    title: 'A service principal in environment variables',
    place: 'application',
    shows: /a0000000/,
  },
  { cmdlet: 'Connect-AzAccount', title: 'A managed identity', place: 'imds', shows: /MSI@50342/ },
  {
    cmdlet: 'Connect-AzAccount',
    title: 'A token from another program',
    signedIn: 'alex',
    before: '$global:token = (Get-AzAccessToken -AsPlainText).Token',
    shows: /alex@contoso/,
  },

  { cmdlet: 'Disconnect-AzAccount', shows: /alex@contoso/ },
  {
    cmdlet: 'Disconnect-AzAccount',
    title: 'A service principal',
    signedIn: 'application',
    shows: /a0000000/,
  },

  {
    cmdlet: 'Get-AzAccessToken',
    title: 'Call a REST API',
    shows: /Contoso/,
  },
  { cmdlet: 'Get-AzAccessToken', title: 'When the token expires', shows: /\d/ },

  { cmdlet: 'Get-AzConfig', title: 'The whole configuration', shows: /LoginExperienceV2/ },
  { cmdlet: 'Get-AzConfig', title: 'One key', shows: /EnableLoginByWam/ },
  {
    cmdlet: 'Get-AzConfig',
    title: 'What you have set',
    before: 'Update-AzConfig -LoginExperienceV2 Off',
    shows: /LoginExperienceV2/,
  },
  {
    cmdlet: 'Get-AzConfig',
    title: 'Everything that is not the default',
    before: 'Update-AzConfig -LoginExperienceV2 Off -Scope Process',
    shows: /LoginExperienceV2 +Off +Process +Az/,
  },
  { cmdlet: 'Update-AzConfig', title: 'For one module', shows: /Az\.KeyVault/ },
  {
    cmdlet: 'Export-AzConfig',
    title: 'Copy the configuration',
    before: 'Update-AzConfig -LoginExperienceV2 Off',
  },
  {
    cmdlet: 'Import-AzConfig',
    before: 'Update-AzConfig -LoginExperienceV2 Off; Export-AzConfig ./azconfig.json; Clear-AzConfig -Force',
  },
  { cmdlet: 'Import-AzConfig', title: 'In a script that sets a machine up', shows: /LoginExperienceV2 +Off/ },
  { cmdlet: 'Enable-AzDataCollection', title: 'Check the result', shows: /EnableDataCollection +True/ },
  { cmdlet: 'Disable-AzDataCollection', title: 'Check the result', shows: /EnableDataCollection +False/ },

  { cmdlet: 'Get-AzContext', title: 'The current context', shows: /alex@contoso/ },
  { cmdlet: 'Get-AzContext', title: 'All contexts', shows: /Contoso Staging/ },
  {
    cmdlet: 'Get-AzContext',
    title: 'The parts of a context',
    shows: /alex@contoso\.example\s+\w+ \w+\s+[\d-]{36}/,
  },
  { cmdlet: 'Get-AzContext', title: 'New subscriptions', shows: /Fabrikam Shared/ },
  { cmdlet: 'Set-AzContext', shows: /Contoso Staging/ },
  { cmdlet: 'Set-AzContext', title: 'Another tenant', shows: /Fabrikam/ },
  { cmdlet: 'Set-AzContext', title: 'The same command in every subscription', shows: /Contoso Sandbox/ },
  { cmdlet: 'Select-AzContext', before: `${staging} | Rename-AzContext -TargetName staging` },
  { cmdlet: 'Select-AzContext', title: 'Switch by name', shows: /staging/ },
  { cmdlet: 'Select-AzContext', title: 'Pick with a filter', shows: /Contoso Staging/ },
  { cmdlet: 'Rename-AzContext', title: 'From the pipeline', shows: /work/ },
  { cmdlet: 'Remove-AzContext', title: 'By name', before: `${staging} | Rename-AzContext -TargetName old` },
  { cmdlet: 'Clear-AzContext', title: 'At the end of a job', shows: /Contoso Production/ },
  { cmdlet: 'Save-AzContext', title: 'With the secret of a service principal', signedIn: 'application' },
  { cmdlet: 'Save-AzContext', title: 'For a job', shows: /alex@contoso/ },
  {
    cmdlet: 'Import-AzContext',
    signedIn: 'nobody',
    before: 'Copy-Item alex.json contexts.json',
    shows: /alex@contoso/,
  },

  {
    cmdlet: 'Disable-AzContextAutosave',
    title: 'In a job',
    signedIn: 'nobody',
    place: 'imds',
    shows: /MSI@50342/,
  },
  { cmdlet: 'Disable-AzContextAutosave', title: 'For this user', shows: /Process/ },
  { cmdlet: 'Enable-AzContextAutosave', shows: /CurrentUser/ },
  { cmdlet: 'Get-AzContextAutosaveSetting', shows: /Mode/ },

  { cmdlet: 'Get-AzEnvironment', title: 'All clouds', shows: /AzureUSGovernment/ },
  { cmdlet: 'Get-AzEnvironment', title: 'One cloud', shows: /login\.chinacloudapi\.cn/ },
  { cmdlet: 'Add-AzEnvironment', title: 'Ask the cloud', shows: /Stack/ },
  { cmdlet: 'Add-AzEnvironment', title: 'Azure Stack Hub that signs in with Entra ID', shows: /Stack/ },
  { cmdlet: 'Add-AzEnvironment', title: 'A cloud that signs in with AD FS', shows: /Site/ },
  { cmdlet: 'Add-AzEnvironment', title: 'All clouds of a list', shows: /LocalCloud/ },
  {
    cmdlet: 'Add-AzEnvironment',
    title: 'A copy of another cloud with one change',
    shows: /management\.inside\.example/,
  },
  { cmdlet: 'Set-AzEnvironment', before: stack, shows: /Stack/ },
  { cmdlet: 'Remove-AzEnvironment', before: stack, shows: /Stack/ },

  { cmdlet: 'Set-AzDefault', shows: /Succeeded/ },
  { cmdlet: 'Get-AzDefault', shows: /web/ },
  {
    cmdlet: 'Clear-AzDefault',
    before: 'Set-AzDefault -ResourceGroupName web',
  },
  {
    cmdlet: 'Clear-AzDefault',
    title: 'Clear all defaults without a question',
    before: 'Set-AzDefault -ResourceGroupName web',
    shows: /True/,
  },
  { cmdlet: 'Invoke-AzRestMethod', title: 'Read a resource', shows: /swedencentral/ },
  {
    cmdlet: 'Invoke-AzRestMethod',
    title: 'Change a resource and wait for the result',
    shows: /westeurope/,
  },
  { cmdlet: 'Invoke-AzRestMethod', title: 'All pages of a list', shows: /\d/ },

  { cmdlet: 'Start-AzIdentityEndpoint', shows: /127\.0\.0\.1/ },
  { cmdlet: 'Stop-AzIdentityEndpoint', before: '$null = Start-AzIdentityEndpoint' },
  { cmdlet: 'Test-AzSignIn', title: 'Find what is wrong', shows: /Clock/i },
  { cmdlet: 'Test-AzSignIn', title: 'Which accounts still work', shows: /gets new tokens in/ },
  { cmdlet: 'Test-AzSignIn', title: 'For a bug report', shows: /^\s*\S/ },

  { cmdlet: 'Get-AzTenant', title: 'All tenants', shows: /Fabrikam/ },
  { cmdlet: 'Get-AzTenant', title: 'One tenant', shows: /Fabrikam/ },
  { cmdlet: 'Get-AzTenant', title: 'Tenants in which I am a guest', shows: /Fabrikam/ },
  {
    cmdlet: 'Get-AzTenant',
    title: 'The subscriptions of each tenant',
    before: '$global:ErrorActionPreference = "Continue"',
    shows: /Fabrikam Shared/,
  },
  { cmdlet: 'Get-AzSubscription', shows: /Contoso Staging/ },
  { cmdlet: 'Get-AzSubscription', title: 'The subscriptions of one tenant', shows: /Fabrikam Factory/ },
];
