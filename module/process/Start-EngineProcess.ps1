function Start-EngineProcess {
    # Starts the engine in the first Node.js that can be: a packaged one cannot everywhere, for one not where another
    # C library is (Alpine). Returns nothing, or why none can, as an ErrorRecord.
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
            # Without the paths, which .NET wraps around what the system says.
            if ($cause -is [System.ComponentModel.Win32Exception]) { $cause = [System.ComponentModel.Win32Exception]::new($cause.NativeErrorCode) }
            $reasons += "'" + $runtime + "': " + $cause.Message
            $failed += $runtime
            $runtime = Find-EngineRuntime $failed
        }
    }
    if ($reasons.Count -eq 0) { $reasons = "no 'node' was found on PATH" }
    return New-EngineErrorRecord -Data (Get-EngineFailure 'Engine.NotFound' @{ reason = $reasons -join '; ' })
}
