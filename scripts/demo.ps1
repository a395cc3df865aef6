# The tour of "npm start -- --demo": everything that a first sign-in shows. It needs nobody at the keyboard.
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../Az.LoginTs.psd1')

function Show-Step {
    param([string]$Command)
    Write-Host ''
    Write-Host "PS> $Command"
    & ([scriptblock]::Create($Command)) | Out-String -Stream -Width $env:AZ_LOGINTS_DEMO_WIDTH | Out-Host
}

Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:AZ_LOGINTS_LOCAL_CLOUD | Out-Null
Show-Step 'Connect-AzAccount -Environment LocalCloud -UseDeviceAuthentication'
Show-Step 'Get-AzContext'
Show-Step 'Get-AzTenant'
Show-Step 'Get-AzSubscription'
Show-Step "Set-AzContext -Subscription 'Contoso Staging'"
Show-Step 'Get-AzContext -ListAvailable'
Show-Step 'Get-AzAccessToken'
Show-Step 'Get-AzConfig -EnableLoginByWam'
Show-Step 'Disconnect-AzAccount'
Show-Step 'Get-AzContext -ListAvailable'
Write-Host ''
Write-Host 'That was the tour. Try it yourself with: npm start'
