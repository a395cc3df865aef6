# The start of the PowerShell that "npm start" opens: imports the module and adds the local cloud.
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../Az.LoginTs.psd1')
Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:AZ_LOGINTS_LOCAL_CLOUD | Out-Null
$ErrorActionPreference = 'Continue'
Write-Host ''
Write-Host 'Az.LoginTs is imported. A local cloud runs on this machine in place of Azure.'
Write-Host ''
Write-Host '  Connect-AzAccount -Environment LocalCloud   sign in, as alex@contoso.example'
Write-Host '                                              with fake-password-of-alex'
Write-Host '  Get-AzContext                               who is signed in, and where'
Write-Host '  Get-AzSubscription                          what the account can reach'
Write-Host '  Set-AzContext -Subscription <name>          work in another subscription'
Write-Host '  Get-AzAccessToken                           a token for scripts'
Write-Host '  Disconnect-AzAccount                        sign out'
Write-Host ''
Write-Host 'Leave with: exit'
Write-Host ''
