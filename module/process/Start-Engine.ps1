function Start-Engine {
    # Starts the engine and sends `initialize`. Returns the connection (the process, its pipes and the waiting calls), or
    # an ErrorRecord if the engine cannot be started. Nothing waits for the response: an engine of another build answers
    # every call with the same error.
    param($Shared, $Cmdlet)
    # The endpoint of an engine that was killed is gone.
    if ($Shared['Connection'] -is [hashtable] -and (Restore-EngineVariable)) { $Shared['HasLostEndpoint'] = $true }
    # The process is stored here as soon as it has started, so that `finally` can stop it when Ctrl+C comes at any moment.
    $attempt = @{ Process = $null; IsConnected = $false; IsDebugged = $false }
    try {
        $failure = Start-EngineProcess $attempt
        if ($failure -is [System.Management.Automation.ErrorRecord]) { return $failure }
        $connection = New-EngineConnection $attempt['Process']
        # An engine that is stopped at a breakpoint does not answer.
        if ($attempt['IsDebugged']) { $connection['IsDebugged'] = $true }
        $state = ''
        if ($Shared['State'] -is [string]) { $state = ',"state":"{0}"' -f $Shared['State'] }
        Send-EngineMessage $connection ('{{"jsonrpc":"2.0","id":0,"method":"{0}","params":{{"buildId":"{1}","cmdlet":"{2}"{3}}}}}' -f $script:WireMethods['Initialize'], $script:WireBuildId, $Cmdlet, $state)
        $attempt['IsConnected'] = $true
    } finally {
        if (-not $attempt['IsConnected'] -and $attempt['Process'] -is [System.Diagnostics.Process]) { Stop-EngineAttempt $attempt['Process'] }
    }
    return $connection
}
