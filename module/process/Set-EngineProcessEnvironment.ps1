function Set-EngineProcessEnvironment {
    # Leaves only the variables that the engine and the browser need. Others change how Node.js works, such as NODE_OPTIONS
    # and NODE_TLS_REJECT_UNAUTHORIZED.
    param($Info)
    # .NET Framework throws when the environment has both Path and PATH, as under MSYS. The collection exists by then.
    try { $variables = $Info.EnvironmentVariables } catch { $variables = $Info.EnvironmentVariables }
    $pattern = $script:EngineVariablePattern
    # http_proxy and HTTP_PROXY are two variables, except on Windows.
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\') { $pattern = '(?i)' + $pattern }
    foreach ($name in @($variables.Keys) -cnotmatch $pattern) { $variables.Remove($name) }
}
