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
    $reasons = @()
    $failed = @()
    $runtime = Find-EngineRuntime
    while ($runtime -is [string]) {
        $info = New-EngineStartInfo $runtime $debugger
        try {
            $Attempt['Process'] = [System.Diagnostics.Process]::Start($info)
            return
        } catch {
            $reason = Restart-EngineProcess $Attempt $info $_
            if ($reason -isnot [string]) { return }
            $reasons += $reason
            $failed += $runtime
            $runtime = Find-EngineRuntime $failed
        }
    }
    if ($runtime -is [System.Management.Automation.ErrorRecord]) { return $runtime }
    if ($reasons.Count -eq 0) { $reasons = "no 'node' was found on PATH" }
    return New-EngineErrorRecord -Data (Get-EngineFailure 'Engine.NotFound' @{ reason = $reasons -join '; ' })
}
