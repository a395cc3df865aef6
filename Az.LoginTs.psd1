# Written by "npm run build" from engine/cmdlets. Change the declarations, not this file.
@{
    RootModule = 'module/generated/Az.LoginTs.psm1'
    ModuleVersion = '0.1.0'
    GUID = '6a8f5f0e-52c5-4a3b-9d4e-7c1b6a0f9f2d'
    Author = 'Az.LoginTs contributors'
    Copyright = '(c) Az.LoginTs contributors. MIT licence.'
    Description = 'Sign-in for Azure from PowerShell, with its engine in TypeScript.'
    PowerShellVersion = '5.1'
    CompatiblePSEditions = @('Core', 'Desktop')
    FormatsToProcess = @('module/formats/Az.LoginTs.format.ps1xml')
    TypesToProcess = @('module/types/Az.LoginTs.types.ps1xml')
    FunctionsToExport = @(
        'Add-AzEnvironment'
        'Clear-AzConfig'
        'Clear-AzContext'
        'Clear-AzDefault'
        'Connect-AzAccount'
        'Disable-AzContextAutosave'
        'Disable-AzDataCollection'
        'Disconnect-AzAccount'
        'Enable-AzContextAutosave'
        'Enable-AzDataCollection'
        'Export-AzConfig'
        'Get-AzAccessToken'
        'Get-AzConfig'
        'Get-AzContext'
        'Get-AzContextAutosaveSetting'
        'Get-AzDefault'
        'Get-AzEnvironment'
        'Get-AzSubscription'
        'Get-AzTenant'
        'Import-AzConfig'
        'Import-AzContext'
        'Invoke-AzRestMethod'
        'Remove-AzContext'
        'Remove-AzEnvironment'
        'Rename-AzContext'
        'Resolve-AzError'
        'Save-AzContext'
        'Select-AzContext'
        'Set-AzContext'
        'Set-AzDefault'
        'Set-AzEnvironment'
        'Start-AzIdentityEndpoint'
        'Stop-AzIdentityEndpoint'
        'Test-AzSignIn'
        'Update-AzConfig'
    )
    CmdletsToExport = @()
    VariablesToExport = @()
    AliasesToExport = @(
        'Add-AzAccount'
        'Get-AzDomain'
        'Invoke-AzRest'
        'Login-AzAccount'
        'Logout-AzAccount'
        'Remove-AzAccount'
        'Save-AzProfile'
        'Select-AzSubscription'
        'Set-AzConfig'
    )
    PrivateData = @{
        PSData = @{
            LicenseUri = 'https://licenses.nuget.org/MIT'
            Tags = @('Azure', 'Entra', 'Authentication', 'Login', 'SignIn', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
        }
    }
}
