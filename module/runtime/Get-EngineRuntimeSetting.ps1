function Get-EngineRuntimeSetting {
    # Returns the path in the configuration's EngineRuntime and where it was set, or nothing if it is not set. Returns an
    # ErrorRecord if another user may have set it. The engine cannot read it, because it does not run yet, but the folder
    # of this user's sign-ins is found by the same rules.
    $path = [System.Environment]::GetEnvironmentVariable($script:EngineRuntimeVariable)
    if ($path -match '.') { return @{ Path = $path; Place = '$env:' + $script:EngineRuntimeVariable } }
    $name = 'AZ_LOGINTS_HOME'
    $folder = [System.Environment]::GetEnvironmentVariable($name)
    if ($folder -notmatch '.') {
        $name = 'HOME'
        if ($script:PathSeparator -like '\') { $name = 'USERPROFILE' }
        $folder = [System.Environment]::GetEnvironmentVariable($name)
        if ($folder -notmatch '.') { $folder = [System.Environment]::GetFolderPath('UserProfile', 'DoNotVerify') }
        $folder = '{0}{1}.Azure' -f $folder, $script:PathSeparator
    }
    $file = '{0}{1}PSConfig.json' -f $folder, $script:PathSeparator
    # Most users have no such file.
    if ([System.IO.File]::Exists($file)) { return Read-EngineRuntimeSetting $file }
}
