# The part of Microsoft.PowerShell.Management that this host supplies, under the real module's name.
@{
    GUID = 'eefcb906-b326-4e99-9f54-8b4bb6ef3c6d'
    ModuleVersion = '7.0.0.0'
    CompatiblePSEditions = @('Core')
    NestedModules = @('../../Microsoft.PowerShell.Commands.Management.dll')
    FunctionsToExport = @()
    AliasesToExport = @()
    CmdletsToExport = @(
        'Add-Content'
        'Clear-Content'
        'Convert-Path'
        'Copy-Item'
        'Get-ChildItem'
        'Get-Content'
        'Get-Item'
        'Get-Location'
        'Get-Process'
        'Join-Path'
        'Move-Item'
        'New-Item'
        'Pop-Location'
        'Push-Location'
        'Remove-Item'
        'Rename-Item'
        'Resolve-Path'
        'Set-Content'
        'Set-Item'
        'Set-Location'
        'Split-Path'
        'Stop-Process'
        'Test-Path'
        'Wait-Process'
    )
}
