function Get-EngineShared {
    # Returns what all runspaces of this process share: one engine and the calls that wait for it. AppDomain data is the
    # only place for it in both editions without a compiled type.
    if ($script:EngineShared -isnot [hashtable]) {
        $script:EngineShared = [System.AppDomain]::CurrentDomain.GetData('Az.LoginTs.' + $script:WireBuildId)
        if ($script:EngineShared -isnot [hashtable]) { $script:EngineShared = New-EngineShared }
    }
    return $script:EngineShared
}
