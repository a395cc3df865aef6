# The part of Microsoft.PowerShell.Security that this host supplies, under the real module's name.
@{
    GUID = 'a94c8c7e-9810-47c0-b8af-65089c13a35a'
    ModuleVersion = '7.0.0.0'
    CompatiblePSEditions = @('Core')
    NestedModules = @('../../Microsoft.PowerShell.Security.dll')
    FunctionsToExport = @()
    AliasesToExport = @()
    CmdletsToExport = @(
        'ConvertFrom-SecureString'
        'ConvertTo-SecureString'
        'Get-Credential'
        'Get-ExecutionPolicy'
        'Set-ExecutionPolicy'
    )
}
