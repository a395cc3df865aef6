function Start-Engine {
    # Starts the engine in the first Node.js that starts, and sends `initialize`. A packaged Node.js may not start, for
    # example on Alpine Linux, which has another C library. Returns the connection (the process, its pipes and the waiting
    # calls), or an ErrorRecord if the engine cannot be started. Nothing waits for the response: an engine of another build
    # answers every call with the same error.
    param($Shared, $Cmdlet)
    # The endpoint of an engine that was killed is gone.
    if ($Shared['Connection'] -is [hashtable] -and (Restore-EngineVariable)) { $Shared['HasLostEndpoint'] = $true }
    $debugger = ''
    if ([System.Environment]::GetEnvironmentVariable($script:EngineInspectVariable) -is [string]) { $debugger = Get-EngineDebuggerOption }
    if ($debugger -is [System.Management.Automation.ErrorRecord]) { return $debugger }
    $runtime = Find-EngineRuntime
    if ($runtime -is [System.Management.Automation.ErrorRecord]) { return $runtime }
    if ($runtime -isnot [string]) { return New-EngineErrorRecord -Data (Get-EngineFailure 'Engine.NotFound' @{ reason = "no 'node' was found on PATH" }) }
    $info = New-EngineStartInfo $runtime $debugger
    # The process is stored here as soon as it has started, so that `finally` can stop it when Ctrl+C comes at any moment.
    $attempt = @{ Process = $null; Connection = $null }
    try {
        try {
            $attempt['Process'] = [System.Diagnostics.Process]::Start($info)
        } catch {
            $failure = Restart-EngineProcess $attempt $info $_ $debugger
            if ($failure -is [System.Management.Automation.ErrorRecord]) { return $failure }
        }
        $connection = New-EngineConnection $attempt['Process']
        # An engine that is stopped at a breakpoint does not answer.
        if ($debugger -match '.') { $connection['IsDebugged'] = $true }
        $start = '{{"jsonrpc":"2.0","id":0,"method":"{0}","params":{{"buildId":"{1}","cmdlet":"{2}"{3}}}}}'
        if ($Shared['State'] -is [string]) {
            # It has contexts and tokens of this process, as many as there are.
            Send-EngineLongMessage $connection ($start -f $script:WireMethods['Initialize'], $script:WireBuildId, $Cmdlet, (',"state":"{0}"' -f $Shared['State']))
        } else {
            Send-EngineMessage $connection ($start -f $script:WireMethods['Initialize'], $script:WireBuildId, $Cmdlet, '')
        }
        $attempt['Connection'] = $connection
    } finally {
        if ($attempt['Connection'] -isnot [hashtable] -and $attempt['Process'] -is [System.Diagnostics.Process]) { Stop-EngineAttempt $attempt['Process'] }
    }
    return $connection
}
