function Get-EngineHome {
    # The folder of this user's sign-ins, as the engine finds it.
    $moved = [System.Environment]::GetEnvironmentVariable('AZ_LOGINTS_HOME')
    if ($moved) { return $moved }
    $user = $null
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\') { $user = [System.Environment]::GetEnvironmentVariable('USERPROFILE') }
    if (-not $user) { $user = [System.Environment]::GetFolderPath('UserProfile', 'DoNotVerify') }
    return [System.IO.Path]::Combine($user, '.Azure')
}
