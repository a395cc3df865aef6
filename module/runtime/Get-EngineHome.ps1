function Get-EngineHome {
    # Returns the folder of this user's sign-ins, by the same rules as the engine.
    $moved = [System.Environment]::GetEnvironmentVariable('AZ_LOGINTS_HOME')
    if ($moved -is [string] -and $moved -cne '') { return $moved }
    $user = $null
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\') { $user = [System.Environment]::GetEnvironmentVariable('USERPROFILE') }
    if (-not $user) { $user = [System.Environment]::GetFolderPath('UserProfile', 'DoNotVerify') }
    return [System.IO.Path]::Combine($user, '.Azure')
}
