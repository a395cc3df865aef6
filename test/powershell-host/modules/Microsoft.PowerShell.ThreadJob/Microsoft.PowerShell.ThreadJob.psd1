# Start-ThreadJob, under the real module's name.
@{
    GUID = '0e7b895d-2fec-43f7-8cae-11e8d16f6e40'
    ModuleVersion = '2.2.0'
    CompatiblePSEditions = @('Core')
    NestedModules = @('../../Microsoft.PowerShell.Commands.Utility.dll')
    FunctionsToExport = @()
    AliasesToExport = @()
    CmdletsToExport = @('Start-ThreadJob')
}
