function New-EngineStartInfo {
    # The engine gets only the variables that it and the browser need. Others change how Node.js works, such as
    # NODE_OPTIONS and NODE_TLS_REJECT_UNAUTHORIZED.
    param($Runtime, $Debugger)
    $facts = @{
        FileName               = $Runtime
        Arguments              = '{0}"{1}{2}engine.cjs"' -f $Debugger, $script:EngineFolder, $script:PathSeparator
        RedirectStandardInput  = $true
        RedirectStandardOutput = $true
        RedirectStandardError  = $true
        # Not the module's folder: Windows cannot move or remove a folder that is the current folder of a process.
        WorkingDirectory       = '/'
    }
    $pattern = $script:EngineVariablePattern
    if ($script:PathSeparator -like '\') {
        $facts['UseShellExecute'] = $false
        $facts['CreateNoWindow'] = $true
        $facts['WorkingDirectory'] = [System.Environment]::SystemDirectory
        # http_proxy and HTTP_PROXY are two variables, except on Windows.
        $pattern = '(?i)' + $pattern
    }
    $info = [System.Diagnostics.ProcessStartInfo]$facts
    # .NET Framework throws when the environment has both Path and PATH, as under MSYS. The collection exists by then.
    try { $variables = $info.EnvironmentVariables } catch { $variables = $info.EnvironmentVariables }
    foreach ($name in $variables.Keys -cnotmatch $pattern) { $variables.Remove($name) }
    return $info
}
