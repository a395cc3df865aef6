function Sync-AzAccountsContext {
    # If Microsoft's Az.Accounts is loaded too, selects our current context there as well, for this process. Az.Compute
    # and the other service modules use the context of Az.Accounts, while our functions hide its cmdlets. If Az.Accounts
    # is loaded later, this happens after the next command.
    param($Caller)
    $module = Find-AzAccountsModule
    if ($null -eq $module) { return }
    . Set-EnginePreference $Caller
    $shared = Get-EngineShared
    $context = Microsoft.PowerShell.Utility\ConvertFrom-Json -InputObject $shared['NewContext']
    $shared['NewContext'] = $null
    $problem = ''
    try {
        $current = & $module.ExportedCmdlets['Get-AzContext'] -ErrorAction Stop
        if (Test-AzAccountsContext $current $context) { return }
        if ($null -eq $context) {
            if ($null -eq $current) { return }
            $problem = 'nobody is signed in to Az.LoginTs any more.'
        } else {
            Set-AzAccountsContext $module $context $current
            $current = & $module.ExportedCmdlets['Get-AzContext'] -ErrorAction Stop
            if (Test-AzAccountsContext $current $context) { return }
            $problem = 'it does not know this account, tenant or subscription.'
        }
    } catch [System.Management.Automation.PipelineStoppedException] {
        throw
    } catch {
        # The message may contain text of a service, so control characters are removed.
        $problem = $_.Exception.Message -replace '[\p{Cc}\p{Cf}]+', ' '
    }
    if ($shared['HasToldUnchanged']) { return }
    $shared['HasToldUnchanged'] = $true
    $Caller.WriteWarning("Az.Accounts is loaded too, and its context could not be changed: $problem The modules that use it, such as Az.Compute, may work in another context than Az.LoginTs. Run 'Az.Accounts\Get-AzContext' to see which, and 'Az.Accounts\Connect-AzAccount' or 'Az.Accounts\Disconnect-AzAccount' to change it.")
}
