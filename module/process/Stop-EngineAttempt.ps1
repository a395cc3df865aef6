function Stop-EngineAttempt {
    param($Process)
    try {
        if (-not $Process.HasExited) { $Process.Kill() }
    } catch [System.InvalidOperationException] {
        # The process was not started yet when Ctrl+C came, or it has just ended.
        $null = $_
    }
}
