# What "npm start" opens: the module, and the local cloud known under its name.
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../Az.LoginTs.psd1')
Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:AZ_LOGINTS_LOCAL_CLOUD | Out-Null
$ErrorActionPreference = 'Continue'
Write-Host ''
Write-Host 'Az.LoginTs is imported, and a cloud of your own runs on this machine.'
Write-Host ''
Write-Host '  Connect-AzAccount -Environment LocalCloud   sign in, as alex@contoso.example'
Write-Host '                                              with fake-password-of-alex'
Write-Host '  Get-AzContext                               where commands go, and as whom'
Write-Host '  Get-AzSubscription                          what the account can reach'
Write-Host '  Set-AzContext -Subscription <name>          work in another subscription'
Write-Host '  Get-AzAccessToken                           a token for scripts'
Write-Host '  Disconnect-AzAccount                        sign out'
Write-Host ''
Write-Host 'Leave with: exit'
Write-Host ''
