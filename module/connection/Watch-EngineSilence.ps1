function Watch-EngineSilence {
    # Pings a silent engine, and kills it if it stays silent. Adds up the time that was waited instead of comparing
    # clocks, because a machine that slept must not count as silence. An engine that waits for a person answers the ping.
    param($Connection, [int]$WaitedMs)
    if ($Connection['IsDebugged']) { return }
    $Connection['Silence'] += $WaitedMs
    if ($Connection['Silence'] -lt $script:EngineSilenceMs) { return }
    if ($Connection['Silence'] -ge 2 * $script:EngineSilenceMs) {
        Stop-SilentEngine $Connection $Connection['Silence']
    } elseif (-not $Connection['IsAsked']) {
        $Connection['IsAsked'] = $true
        Send-EnginePing $Connection $Connection['Ids'].Release()
    }
}
