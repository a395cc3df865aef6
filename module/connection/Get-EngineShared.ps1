function Get-EngineShared {
    # Returns what all runspaces of this process share: one engine and the calls that wait for it. AppDomain data is the
    # only place for it in both editions without a compiled type. Each lock is its own object that a finally block
    # releases, so a stopped pipeline leaves nothing locked.
    if ($script:EngineShared -is [hashtable]) { return $script:EngineShared }
    $domain = [System.AppDomain]::CurrentDomain
    $key = 'Az.LoginTs.{0}' -f $script:WireBuildId
    $held = $false
    try {
        while (-not $held) { $held = [System.Threading.Monitor]::TryEnter($domain, 50) }
        $shared = $domain.GetData($key)
        if ($shared -isnot [hashtable]) {
            $shared = [hashtable]::Synchronized(@{
                    Connection       = $null
                    State            = $null
                    StartLock        = [System.Threading.SemaphoreSlim]::new(1)
                    # The current context, if Az.Accounts must still get it: see Sync-AzAccountsContext.
                    NewContext       = $null
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
    $script:EngineShared = $shared
    return $shared
}
