function New-EngineExitRecord {
    # Returns the error for a call whose engine ended: with the exit code and the last lines of its standard error.
    param($Connection)
    if ($Connection['SilentMs'] -gt 0) {
        return New-EngineErrorRecord -Data (Get-EngineFailure 'Engine.Silent' @{ seconds = [int][System.Math]::Ceiling($Connection['SilentMs'] / 1000) })
    }
    $exitCode = 'unknown'
    if ($Connection['Process'].WaitForExit(2000)) { $exitCode = $Connection['Process'].ExitCode }
    if ($exitCode -eq $script:EngineOldRuntimeExitCode) {
        return New-EngineErrorRecord -Data (Get-EngineFailure 'Engine.RuntimeTooOld' @{ path = $Connection['Process'].StartInfo.FileName })
    }
    $said = ''
    $held = $false
    try {
        while (-not $held) { $held = $Connection['PumpLock'].Wait(50) }
        Read-EngineErrorText $Connection
    } finally {
        if ($held) { $null = $Connection['PumpLock'].Release() }
    }
    if ($Connection['ErrorText'].Wait(500)) { $said = $Connection['ErrorText'].Result.Trim() }
    if ($said.Length -gt 600) { $said = $said.Substring($said.Length - 600) }
    return New-EngineErrorRecord -Data (Get-EngineFailure 'Engine.Exited' @{ exitCode = $exitCode; stderr = $said })
}
