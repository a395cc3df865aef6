function Set-EngineProcessEnvironment {
    # Passes only the variables that the engine and the browser need. Others change how Node.js works, such as
    # NODE_OPTIONS and NODE_TLS_REJECT_UNAUTHORIZED.
    param($Info)
    # .NET Framework throws when the environment has both Path and PATH, as under MSYS. The collection exists by then.
    try { $null = $Info.EnvironmentVariables } catch { $null = $_ }
    $variables = $Info.EnvironmentVariables
    $variables.Clear()
    # http_proxy and HTTP_PROXY are two variables, except on Windows.
    $comparer = [System.StringComparer]::Ordinal
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\') { $comparer = [System.StringComparer]::OrdinalIgnoreCase }
    $names = [System.Collections.Generic.HashSet[string]]::new([string[]]($script:EngineVariables + $script:WireEnvironmentVariables), $comparer)
    $prefixes = '^(' + ($script:EngineVariablePrefixes -join '|') + ')'
    foreach ($entry in [System.Environment]::GetEnvironmentVariables().GetEnumerator()) {
        if ($names.Contains($entry.Key) -or $entry.Key -match $prefixes) { $variables[$entry.Key] = $entry.Value }
    }
}
