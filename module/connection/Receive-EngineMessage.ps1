function Receive-EngineMessage {
    # Returns the next message for this call, or $null after -TimeoutMs. There is no background thread: of the waiting
    # calls, one at a time holds the pump and reads the pipe for all. It gives the pump up when its own message came.
    # The wait is cut into short slices so that Ctrl+C is noticed.
    param($Connection, $Mailbox, [int]$TimeoutMs = -1)
    $clock = $null
    if ($TimeoutMs -ge 0) { $clock = [System.Diagnostics.Stopwatch]::StartNew() }
    while ($true) {
        # Only this call takes messages out of its mailbox.
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
                # The pump is free now. Wake the others, so that one of them takes it.
                if ($Mailbox['Queue'].Count -gt 0 -and $Connection['Mailboxes'].Count -gt 1) {
                    foreach ($other in $Connection['Mailboxes'].Clone().Values) {
                        if (-not [object]::ReferenceEquals($other, $Mailbox)) { $null = $other['Arrived'].Release() }
                    }
                }
            }
        }
    }
}
