function Stop-SilentEngine {
    # Kills an engine that does not answer and tells every waiting call. This process has a copy of its state.
    param($Connection, [int]$SilentMs)
    $Connection['SilentMs'] = $SilentMs
    $Connection['Ended'] = $true
    try { $Connection['Process'].Kill() } catch [System.InvalidOperationException] { $null = $_ }
    Step-EngineMailbox $Connection
}
