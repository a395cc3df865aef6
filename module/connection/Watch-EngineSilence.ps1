function Watch-EngineSilence {
    # Counts how long was waited without a line, and not how late it is: a machine that slept must not look silent. An
    # engine that waits for a person answers when it is asked, and goes on.
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
