function Get-EngineShared {
    # Returns what all runspaces of this process share: one engine and the calls that wait for it. AppDomain data is the
    # only place for it in both editions without a compiled type. Each lock is its own object that a finally block
    # releases, so a stopped pipeline leaves nothing locked.
    $key = 'Az.LoginTs.' + $script:WireBuildId
    $shared = [System.AppDomain]::CurrentDomain.GetData($key)
    if ($null -ne $shared) { return , $shared }
    $held = $false
    try {
        while (-not $held) { $held = [System.Threading.Monitor]::TryEnter([System.AppDomain]::CurrentDomain, 50) }
        $shared = [System.AppDomain]::CurrentDomain.GetData($key)
        if ($null -eq $shared) {
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
            [System.AppDomain]::CurrentDomain.SetData($key, $shared)
        }
    } finally {
        if ($held) { [System.Threading.Monitor]::Exit([System.AppDomain]::CurrentDomain) }
    }
    return , $shared
}
