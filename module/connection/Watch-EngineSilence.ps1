function Watch-EngineSilence {
    # Pings a silent engine, and kills it if it stays silent. Adds up the time that was waited instead of comparing
    # clocks, because a machine that slept must not count as silence. An engine that waits for a person answers the ping.
    param($Connection, $WaitedMs)
    Read-EngineErrorText $Connection
    if ($Connection['IsDebugged']) { return }
    $before = $Connection['Silence']
    $Connection['Silence'] = $before + $WaitedMs
    if ($Connection['Silence'] -ge 2 * $script:EngineSilenceMs) {
        Stop-SilentEngine $Connection $Connection['Silence']
    } elseif ($before -lt $script:EngineSilenceMs -and $Connection['Silence'] -ge $script:EngineSilenceMs) {
        Send-EnginePing $Connection $Connection['Ids'].Release()
    }
}
