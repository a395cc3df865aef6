function Get-EngineConnection {
    # Returns the connection to a new engine, or an ErrorRecord if it cannot be started. The first command starts one, and so
    # does the next command after it ended or stopped answering. A new engine is told which cmdlet comes first, so that it
    # loads what that cmdlet needs. If another runspace starts one at the same time, both use that one.
    param($Shared, $Cmdlet)
    $held = $false
    try {
        while (-not $held) { $held = $Shared['StartLock'].Wait(50) }
        $connection = $Shared['Connection']
        if ($connection -isnot [hashtable] -or $connection['Ended'] -or $connection['Process'].HasExited) {
            $connection = Start-Engine $Shared $Cmdlet
            if ($connection -is [hashtable]) { $Shared['Connection'] = $connection }
        }
    } finally {
        if ($held) { $null = $Shared['StartLock'].Release() }
    }
    return $connection
}
