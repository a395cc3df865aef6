function Get-EngineConnection {
    # Returns the connection to this process's engine, or an ErrorRecord if the engine cannot be started. The first
    # command starts it, and so does the next command after it ended or stopped answering. A new engine is told which
    # cmdlet comes first, so that it loads what that cmdlet needs.
    param($Cmdlet)
    $shared = Get-EngineShared
    $connection = $shared['Connection']
    if ($connection -is [hashtable] -and -not $connection['Ended'] -and -not $connection['Process'].HasExited -and (Test-EngineAlive $connection)) { return $connection }
    $held = $false
    try {
        while (-not $held) { $held = $shared['StartLock'].Wait(50) }
        $connection = $shared['Connection']
        if ($connection -isnot [hashtable] -or $connection['Ended'] -or $connection['Process'].HasExited) {
            $connection = Start-Engine $shared $Cmdlet
            if ($connection -is [hashtable]) { $shared['Connection'] = $connection }
        }
    } finally {
        if ($held) { $null = $shared['StartLock'].Release() }
    }
    return $connection
}
