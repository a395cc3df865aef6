function Get-EngineRuntimeSetting {
    # Returns the path in the configuration's EngineRuntime and where it was set, or nothing if it is not set. Returns an
    # ErrorRecord if another user may have set it. The engine cannot read it, because it does not run yet.
    $path = [System.Environment]::GetEnvironmentVariable($script:EngineRuntimeVariable)
    if ($path -is [string] -and $path -cne '') { return @{ Path = $path; Place = '$env:' + $script:EngineRuntimeVariable } }
    $file = '{0}{1}PSConfig.json' -f (Get-EngineHome), $script:PathSeparator
    # Most users have no such file.
    if ([System.IO.File]::Exists($file)) { return Read-EngineRuntimeSetting $file }
}
