function Start-EngineProcess {
    # Starts the engine in the first Node.js that starts. A packaged Node.js may not, for example on Alpine Linux, which
    # has another C library. Returns nothing, or an ErrorRecord if none can be started.
    param($Attempt)
    $debugger = Get-EngineDebuggerOption
    if ($debugger -is [System.Management.Automation.ErrorRecord]) { return $debugger }
    $reasons = @()
    $failed = @()
    $runtime = Find-EngineRuntime
    while ($null -ne $runtime) {
        if ($runtime -is [System.Management.Automation.ErrorRecord]) { return $runtime }
        $Attempt['Process'] = [System.Diagnostics.Process]::new()
        $Attempt['Process'].StartInfo = New-EngineStartInfo $runtime $debugger
        try {
            try {
                $null = $Attempt['Process'].Start()
            } catch {
                if (-not (Restore-EngineRuntimeMode $runtime)) { throw }
                $null = $Attempt['Process'].Start()
            }
            return
        } catch {
            $Attempt['Process'] = $null
            $cause = $_.Exception.GetBaseException()
            # The system's own message, without the paths that .NET adds to it.
            if ($cause -is [System.ComponentModel.Win32Exception]) { $cause = [System.ComponentModel.Win32Exception]::new($cause.NativeErrorCode) }
            $reasons += "'" + $runtime + "': " + $cause.Message
            $failed += $runtime
            $runtime = Find-EngineRuntime $failed
        }
    }
    if ($reasons.Count -eq 0) { $reasons = "no 'node' was found on PATH" }
    return New-EngineErrorRecord -Data (Get-EngineFailure 'Engine.NotFound' @{ reason = $reasons -join '; ' })
}
