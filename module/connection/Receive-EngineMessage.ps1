function Receive-EngineMessage {
    # The next message for this call. Whoever waits reads the pipe for all: one caller at a time holds the pump,
    # hands others what is theirs, and passes the pump on when its own message came. With -TimeoutMs it gives
    # $null when nothing came in that time; the wait is cut into slices so that a stopped pipeline notices.
    param($Connection, $Mailbox, [int]$TimeoutMs = -1)
    $clock = $null
    if ($TimeoutMs -ge 0) { $clock = [System.Diagnostics.Stopwatch]::StartNew() }
    while ($true) {
        # Nobody else takes anything out of it.
        if ($Mailbox['Queue'].Count -gt 0) { return $Mailbox['Queue'].Dequeue() }
        $slice = 100
        if ($null -ne $clock) {
            if ($clock.ElapsedMilliseconds -ge $TimeoutMs) { return $null }
            if ($TimeoutMs -lt $slice) { $slice = $TimeoutMs }
        }
        $pumping = $false
        try {
            $pumping = $Connection['PumpLock'].Wait(0)
            if ($pumping) {
                Read-EngineLine $Connection $slice
            } else {
                $null = $Mailbox['Arrived'].Wait($slice)
            }
        } finally {
            if ($pumping) {
                $null = $Connection['PumpLock'].Release()
                # The pump is free: wake the others, one of them takes it.
                if ($Mailbox['Queue'].Count -gt 0 -and $Connection['Mailboxes'].Count -gt 1) {
                    foreach ($other in $Connection['Mailboxes'].Clone().Values) {
                        if (-not [object]::ReferenceEquals($other, $Mailbox)) { $null = $other['Arrived'].Release() }
                    }
                }
            }
        }
    }
}
