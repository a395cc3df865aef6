function Stop-EngineAttempt {
    param($Process)
    try {
        if (-not $Process.HasExited) { $Process.Kill() }
    } catch [System.InvalidOperationException] {
        # Ctrl+C came just before it was started, or it has just ended.
        $null = $_
    }
}
