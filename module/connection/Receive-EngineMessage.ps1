function Receive-EngineMessage {
    # Returns the next message for this call, or $null after -TimeoutMs if it is given. There is no background thread: of the waiting
    # calls, one at a time holds the pump and reads the pipe for all. It gives the pump up when its own message came.
    # The wait is cut into short slices so that Ctrl+C is noticed.
    param($Connection, $Mailbox, $TimeoutMs)
    $slice = 100
    $clock = $null
    if ($TimeoutMs -is [int]) {
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        if ($TimeoutMs -lt $slice) { $slice = $TimeoutMs }
    }
    while ($true) {
        # Only this call takes messages out of its mailbox.
        if ($Mailbox['Queue'] -is [System.Collections.Queue] -and $Mailbox['Queue'].Count) { return $Mailbox['Queue'].Dequeue() }
        if ($Connection['Ended']) { return @{ Kind = 'ended' } }
        if ($clock -is [System.Diagnostics.Stopwatch] -and $clock.ElapsedMilliseconds -ge $TimeoutMs) { return $null }
        $message = $null
        $pumping = $false
        try {
            $pumping = $Connection['PumpLock'].Wait(0)
            if ($pumping) {
                $message = Read-EngineLine $Connection $Mailbox $slice
            } else {
                $null = $Mailbox['Arrived'].Wait($slice)
            }
        } finally {
            if ($pumping) {
                $null = $Connection['PumpLock'].Release()
                # The pump is free now. Wake the others, so that one of them takes it.
                if ($Connection['Mailboxes'].Count -gt 1 -and $message -is [hashtable]) { Step-EngineMailbox $Connection }
            }
        }
        if ($message -is [hashtable]) { return $message }
    }
}
