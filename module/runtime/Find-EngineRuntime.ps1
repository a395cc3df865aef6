function Find-EngineRuntime {
    # The Node.js of the configuration; else that of the package for this platform, or the first on PATH, among those
    # that have not failed. Looked up by hand: Get-Command would search every module on the way and costs more than the
    # engine's own start. If the configuration names what is no file, or must
    # not be run: that failure, as an ErrorRecord.
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
