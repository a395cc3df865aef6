function Start-EngineProcess {
    # Starts the engine in the first Node.js that starts. A packaged Node.js may not, for example on Alpine Linux, which
    # has another C library. Returns nothing, or an ErrorRecord if none can be started.
    param($Attempt)
    $debugger = ''
    if ([System.Environment]::GetEnvironmentVariable('AZ_LOGINTS_ENGINE_INSPECT') -is [string]) {
        $debugger = Get-EngineDebuggerOption
        if ($debugger -is [System.Management.Automation.ErrorRecord]) { return $debugger }
        if ($debugger) { $Attempt['IsDebugged'] = $true }
    }
    $runtime = Find-EngineRuntime
    if ($runtime -is [System.Management.Automation.ErrorRecord]) { return $runtime }
    if ($runtime -isnot [string]) { return New-EngineErrorRecord -Data (Get-EngineFailure 'Engine.NotFound' @{ reason = "no 'node' was found on PATH" }) }
    $info = New-EngineStartInfo $runtime $debugger
    try {
        $Attempt['Process'] = [System.Diagnostics.Process]::Start($info)
    } catch {
        return Restart-EngineProcess $Attempt $info $_ $debugger
    }
}
