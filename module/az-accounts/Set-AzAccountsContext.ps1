function Set-AzAccountsContext {
    # A context that Az.Accounts has is taken as it is. It makes others of its current account only.
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
