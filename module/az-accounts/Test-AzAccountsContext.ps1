function Test-AzAccountsContext {
    # Whether a context of Az.Accounts is the one that is wanted: by account, tenant and subscription.
    param($Context, $Wanted)
    if ($null -eq $Context -or $null -eq $Wanted) { return $false }
    return [string]$Context.Account.Id -eq $Wanted.account -and [string]$Context.Tenant.Id -eq $Wanted.tenant -and [string]$Context.Subscription.Id -eq $Wanted.subscription
}
