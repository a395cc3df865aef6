function Sync-AzAccountsContext {
    # Where Microsoft's Az.Accounts is loaded too, makes our current context the one of it, for this process: Az.Compute
    # and the other modules follow that, whatever our functions, which hide its cmdlets, have selected. One that comes
    # later is told after the next command.
    param($Caller)
    $module = Find-AzAccountsModule
    if ($null -eq $module) { return }
    $shared = Get-EngineShared
    $shared['IsContextNew'] = $false
    $context = Microsoft.PowerShell.Utility\ConvertFrom-Json -InputObject $shared['Context']
    $problem = ''
    try {
        $current = & $module.ExportedCmdlets['Get-AzContext'] -ErrorAction Stop
        if (Test-AzAccountsContext $current $context) { return }
        if ($null -eq $context) {
            if ($null -eq $current) { return }
            $problem = 'here nobody is signed in any more.'
        } else {
            Set-AzAccountsContext $module $context $current
            $current = & $module.ExportedCmdlets['Get-AzContext'] -ErrorAction Stop
            if (Test-AzAccountsContext $current $context) { return }
            $problem = 'it does not know this account, tenant or subscription.'
        }
    } catch [System.Management.Automation.PipelineStoppedException] {
        throw
    } catch {
        # Words of a service, perhaps.
        $problem = $_.Exception.Message -replace '[\p{Cc}\p{Cf}]+', ' '
    }
    if ($shared['HasToldUnchanged']) { return }
    $shared['HasToldUnchanged'] = $true
    $Caller.WriteWarning("Az.Accounts is loaded too, and does not follow: $problem The modules that use it, such as Az.Compute, may work in another context than Az.LoginTs. Run 'Az.Accounts\Get-AzContext' to see which, and 'Az.Accounts\Connect-AzAccount' or 'Az.Accounts\Disconnect-AzAccount' to change it.")
}
