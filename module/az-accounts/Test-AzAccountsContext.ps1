function Test-AzAccountsContext {
    # Returns whether a context of Az.Accounts has the wanted account, tenant and subscription.
    param($Context, $Wanted)
    if ($null -eq $Context -or $null -eq $Wanted) { return $false }
    return [string]$Context.Account.Id -eq $Wanted.account -and [string]$Context.Tenant.Id -eq $Wanted.tenant -and [string]$Context.Subscription.Id -eq $Wanted.subscription
}
