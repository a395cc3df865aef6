function Set-AzAccountsContext {
    # Selects the wanted context in Az.Accounts if it is there. Az.Accounts can only create one for its current account.
    param($Module, $Wanted, $Current)
    $set = $Module.ExportedCmdlets['Set-AzContext']
    $common = @{ Scope = 'Process'; ErrorAction = 'Stop'; WarningAction = 'SilentlyContinue'; WhatIf = $false; Confirm = $false }
    foreach ($known in @(& $Module.ExportedCmdlets['Get-AzContext'] -ListAvailable -ErrorAction Stop)) {
        if (Test-AzAccountsContext $known $Wanted) {
            $null = & $set -Context $known @common
            return
        }
    }
    if ([string]$Current.Account.Id -ne $Wanted.account) { return }
    if ($Wanted.subscription -ne '') { $common['Subscription'] = $Wanted.subscription }
    $null = & $set -Tenant $Wanted.tenant @common
}
