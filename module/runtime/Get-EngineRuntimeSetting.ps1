function Get-EngineRuntimeSetting {
    # Returns the path in the configuration's EngineRuntime and where it was set, or nothing if it is not set. Returns an
    # ErrorRecord if another user may have set it. The engine cannot read it, because it does not run yet.
    $variable = $script:EngineRuntimeKey['Variable']
    $path = [System.Environment]::GetEnvironmentVariable($variable)
    if ($path -is [string] -and $path -cne '') { return @{ Path = $path; Place = '$env:' + $variable } }
    $file = [System.IO.Path]::Combine((Get-EngineHome), 'PSConfig.json')
    # Most users have no such file.
    if ([System.IO.File]::Exists($file)) { return Read-EngineRuntimeSetting $file }
}
