function Find-AzAccountsModule {
    # Az.Accounts itself, whose cmdlets are compiled. A stand-in of that name has functions.
    foreach ($module in @(Get-Module -Name Az.Accounts)) {
        if ($module.ExportedCmdlets.ContainsKey('Set-AzContext') -and $module.ExportedCmdlets.ContainsKey('Get-AzContext')) { return $module }
    }
    return $null
}
