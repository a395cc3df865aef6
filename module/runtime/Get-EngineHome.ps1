function Get-EngineHome {
    # Returns the folder of this user's sign-ins, by the same rules as the engine.
    $moved = [System.Environment]::GetEnvironmentVariable('AZ_LOGINTS_HOME')
    if ($moved -match '.') { return $moved }
    $name = 'HOME'
    if ($script:PathSeparator -like '\') { $name = 'USERPROFILE' }
    $user = [System.Environment]::GetEnvironmentVariable($name)
    if ($user -notmatch '.') { $user = [System.Environment]::GetFolderPath('UserProfile', 'DoNotVerify') }
    return '{0}{1}.Azure' -f $user, $script:PathSeparator
}
