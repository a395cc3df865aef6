function Test-AzAccountsLoaded {
    # Returns whether the assembly of Az.Accounts' cmdlets is loaded. It stays loaded. Nothing is searched again while the
    # number of assemblies is the same.
    if ($script:HasAzAccountsAssembly) { return $true }
    $assemblies = [System.AppDomain]::CurrentDomain.GetAssemblies()
    if ($assemblies.Length -ne $script:SearchedAssemblies) {
        $script:SearchedAssemblies = $assemblies.Length
        # Compares full names.
        foreach ($assembly in $assemblies -like 'Microsoft.Azure.PowerShell.Cmdlets.Accounts,*') { $script:HasAzAccountsAssembly = $true }
    }
    return $script:HasAzAccountsAssembly
}
