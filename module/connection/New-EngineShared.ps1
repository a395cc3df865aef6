function New-EngineShared {
    # Stores what all runspaces share, unless another runspace has just done so, and returns it. Each lock is its own object
    # that a finally block releases, so a stopped pipeline leaves nothing locked.
    $domain = [System.AppDomain]::CurrentDomain
    $key = 'Az.LoginTs.' + $script:WireBuildId
    $held = $false
    try {
        while (-not $held) { $held = [System.Threading.Monitor]::TryEnter($domain, 50) }
        $shared = $domain.GetData($key)
        if ($shared -isnot [hashtable]) {
            $shared = [hashtable]::Synchronized(@{
                    Connection       = $null
                    State            = $null
                    StartLock        = [System.Threading.SemaphoreSlim]::new(1)
                    # The current context, and whether Az.Accounts must still get it: see Sync-AzAccountsContext.
                    Context          = $null
                    IsContextNew     = $false
                    HasToldUnchanged = $false
                    # The environment variables that the engine set: see Set-EngineVariable.
                    Variables        = [hashtable]::Synchronized(@{})
                    HasLostEndpoint  = $false
                })
            $domain.SetData($key, $shared)
        }
    } finally {
        if ($held) { [System.Threading.Monitor]::Exit($domain) }
    }
    return $shared
}
