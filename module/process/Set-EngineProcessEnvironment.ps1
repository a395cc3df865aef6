function Set-EngineProcessEnvironment {
    # Gives the engine the variables that it and the browser need, and no others: some change how Node.js works, as
    # NODE_OPTIONS and NODE_TLS_REJECT_UNAUTHORIZED do.
    param($Info)
    # .NET Framework fails to copy an environment that has both Path and PATH, as one of MSYS may; it has begun by then.
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
