function Find-EngineRuntime {
    # Returns the path of the Node.js to use: that of the configuration, else that of the package for this platform, else
    # the first on PATH, without those that have failed. Returns an ErrorRecord if the configuration names a missing file
    # or one that must not be run. Does not use Get-Command, which searches every module and takes longer than the
    # engine's start.
    param([string[]]$Failed)
    $setting = Get-EngineRuntimeSetting
    if ($setting -is [System.Management.Automation.ErrorRecord]) { return $setting }
    if ($null -ne $setting) {
        if ($Failed.Count -gt 0) { return $null }
        if ([System.IO.File]::Exists($setting.Path)) { return $setting.Path }
        return New-EngineErrorRecord -Data (Get-EngineFailure 'Engine.RuntimeNotFound' @{ path = $setting.Path; place = $setting.Place })
    }
    $name = 'node'
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\') { $name = 'node.exe' }
    $own = Find-EnginePackagedRuntime $name
    if ($null -ne $own -and $Failed -cnotcontains $own) { return $own }
    foreach ($folder in ([string][System.Environment]::GetEnvironmentVariable('PATH')).Split([System.IO.Path]::PathSeparator)) {
        if ($folder -eq '') { continue }
        $candidate = [System.IO.Path]::Combine($folder.Trim('"'), $name)
        if ($Failed -cnotcontains $candidate -and [System.IO.File]::Exists($candidate)) { return $candidate }
    }
    return $null
}
