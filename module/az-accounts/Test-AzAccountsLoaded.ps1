function Test-AzAccountsLoaded {
    # Returns whether the assembly of Az.Accounts' cmdlets is loaded. It stays loaded. Nothing is searched again while the
    # number of assemblies is the same.
    if ($script:HasAzAccountsAssembly -is [bool]) { return $true }
    $assemblies = [System.AppDomain]::CurrentDomain.GetAssemblies()
    $count = '{0}' -f $assemblies.Length
    if ($count -notlike $script:SearchedAssemblies) {
        $script:SearchedAssemblies = $count
        # Compares full names.
        foreach ($assembly in $assemblies -like 'Microsoft.Azure.PowerShell.Cmdlets.Accounts,*') { $script:HasAzAccountsAssembly = $true }
    }
    return $script:HasAzAccountsAssembly -is [bool]
}
