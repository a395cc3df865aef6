function Stop-SilentEngine {
    # Ends an engine that does not answer; every waiting call is told. Its state is in this process.
    param($Connection, [int]$SilentMs)
    $Connection['SilentMs'] = $SilentMs
    $Connection['Ended'] = $true
    try { $Connection['Process'].Kill() } catch [System.InvalidOperationException] { $null = $_ }
    Complete-EngineConnection $Connection
}
