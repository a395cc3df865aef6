function Find-AzAccountsModule {
    # Returns Microsoft's Az.Accounts if it is loaded. Its cmdlets are compiled; our stand-in of that name has functions.
    # Get-Module takes about as long as the rest of a command, so it runs only after Test-AzAccountsLoaded.
    foreach ($module in @(Get-Module -Name Az.Accounts)) {
        if ($module.ExportedCmdlets.ContainsKey('Set-AzContext') -and $module.ExportedCmdlets.ContainsKey('Get-AzContext')) { return $module }
    }
    return $null
}
