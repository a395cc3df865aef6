function Get-EngineShared {
    # What all runspaces of this process share: one engine, and the calls that wait for it. AppDomain data is the
    # one place that both editions offer for that without a compiled type. A lock is held by its own object, so
    # that a pipeline stopped anywhere leaves nothing locked behind its finally block.
    $key = 'Az.LoginTs.' + $script:WireBuildId
    $shared = [System.AppDomain]::CurrentDomain.GetData($key)
    if ($null -ne $shared) { return , $shared }
    $held = $false
    try {
        [System.Threading.Monitor]::Enter([System.AppDomain]::CurrentDomain, [ref]$held)
        $shared = [System.AppDomain]::CurrentDomain.GetData($key)
        if ($null -eq $shared) {
            $shared = [hashtable]::Synchronized(@{
                    Connection       = $null
                    State            = $null
                    StartLock        = [System.Threading.SemaphoreSlim]::new(1)
                    # The context that the process works in, and whether Az.Accounts has to be told: Sync-AzAccountsContext.
                    Context          = $null
                    IsContextNew     = $false
                    HasToldUnchanged = $false
                })
            [System.AppDomain]::CurrentDomain.SetData($key, $shared)
        }
    } finally {
        if ($held) { [System.Threading.Monitor]::Exit([System.AppDomain]::CurrentDomain) }
    }
    return , $shared
}
