function Find-EngineRuntime {
    # Returns the path of the Node.js to use: that of the configuration, else that of the package for this platform, else
    # the first on PATH, without those that have failed. Returns an ErrorRecord if the configuration names a missing file
    # or one that must not be run.
    param($Failed)
    $setting = Get-EngineRuntimeSetting
    if ($setting -is [System.Management.Automation.ErrorRecord]) { return $setting }
    if ($setting -is [hashtable]) {
        if ($null -ne $Failed) { return $null }
        if ([System.IO.File]::Exists($setting.Path)) { return $setting.Path }
        return New-EngineErrorRecord -Data (Get-EngineFailure 'Engine.RuntimeNotFound' @{ path = $setting.Path; place = $setting.Place })
    }
    $name = 'node'
    if ($script:PathSeparator -like '\') { $name = 'node.exe' }
    $own = Find-EnginePackagedRuntime $name
    if ($own -is [string] -and ($Failed -isnot [array] -or $Failed -cnotcontains $own)) { return $own }
    return Find-EngineRuntimeOnPath $name $Failed
}
