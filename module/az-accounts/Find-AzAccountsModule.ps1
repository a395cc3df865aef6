function Find-AzAccountsModule {
    # Returns Microsoft's Az.Accounts if it is loaded. Its cmdlets are compiled; our stand-in of that name has functions.
    # Looks for the assembly of its cmdlets first, because Get-Module takes about as long as the rest of a command. An
    # assembly stays loaded, so nothing is searched again while their number stays the same.
    if (-not $script:HasAzAccountsAssembly) {
        $assemblies = [System.AppDomain]::CurrentDomain.GetAssemblies()
        if ($assemblies.Length -eq $script:SearchedAssemblies) { return $null }
        foreach ($assembly in $assemblies) {
            # In .NET Framework a dynamic assembly has no location to ask for.
            if (-not $assembly.IsDynamic -and $assembly.Location -like '*Microsoft.Azure.PowerShell.Cmdlets.Accounts.dll') { $script:HasAzAccountsAssembly = $true }
        }
        $script:SearchedAssemblies = $assemblies.Length
        if (-not $script:HasAzAccountsAssembly) { return $null }
    }
    foreach ($module in @(Get-Module -Name Az.Accounts)) {
        if ($module.ExportedCmdlets.ContainsKey('Set-AzContext') -and $module.ExportedCmdlets.ContainsKey('Get-AzContext')) { return $module }
    }
    return $null
}
