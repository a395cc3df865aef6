# Shows one object of each kind that has its own view, under a heading: at the given width, or at the terminal's.
param([string]$Manifest, [int]$Width = 0)
$ErrorActionPreference = 'Stop'
$WarningPreference = 'SilentlyContinue'
$ProgressPreference = 'SilentlyContinue'
$PSStyle.OutputRendering = 'PlainText'
Import-Module $Manifest
function Show-View([string]$Title, $Objects) {
    "== $Title"
    if ($Width -gt 0) { $Objects | Out-String -Width $Width } else { $Objects | Out-Default }
}

$null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:TEST_ARM
$application = [pscredential]::new($env:TEST_APP, (ConvertTo-SecureString $env:TEST_SECRET -AsPlainText -Force))
$null = Connect-AzAccount -Environment LocalCloud -ServicePrincipal -Credential $application -Tenant contoso.example
$person = [pscredential]::new('sam@contoso.example', (ConvertTo-SecureString 'fake-password-of-sam' -AsPlainText -Force))
$app = Get-AzContext
$connected = Connect-AzAccount -Environment LocalCloud -Credential $person -ContextName finance
Show-View 'Connect-AzAccount' $connected
Show-View 'Get-AzContext' (Get-AzContext)
Show-View 'Get-AzContext -ListAvailable' (Get-AzContext -ListAvailable)
Show-View 'Get-AzSubscription' (Get-AzSubscription)
Show-View 'Get-AzTenant' (Get-AzTenant)
Show-View 'Get-AzEnvironment' (Get-AzEnvironment | Where-Object Name -ne LocalCloud)
$null = Update-AzConfig -CaFile $env:AZ_LOGINTS_CA_FILE
Show-View 'Get-AzConfig' (Get-AzConfig -EnableLoginByWam -DisplayBreakingChangeWarning -CaFile)
Show-View 'Get-AzAccessToken' (Get-AzAccessToken)
Show-View 'Invoke-AzRestMethod' (Invoke-AzRestMethod -Path /subscriptions/1a000000-0000-4000-8000-000000000002/resourcegroups/none?api-version=2021-04-01)
$null = Set-AzContext -Context $app
Show-View 'Set-AzDefault' (Set-AzDefault -ResourceGroupName web)
Show-View 'Test-AzSignIn' (Test-AzSignIn | Where-Object Check -in 'Engine', 'Token store', 'Broker', 'Clock', 'Account')
Show-View 'Get-AzContextAutosaveSetting' (Get-AzContextAutosaveSetting)
Show-View 'Disconnect-AzAccount' (Disconnect-AzAccount)
'== end'
