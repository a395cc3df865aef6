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
            if (-not $pumping) {
                $null = $Mailbox['Arrived'].Wait($slice)
                continue
            }
            # In an array, because tasks have several types.
            $pending = $Connection['PendingRead']
            $line = $false
            # Most warm commands are answered at once. The first commands do without this, because PowerShell would compile
            # it.
            if ($Mailbox['MayPoll'] -and $pending -isnot [array]) {
                $Mailbox['MayPoll'] = $false
                if ($null -eq $Connection['Poll']) {
                    $Connection['Poll'] = New-EnginePoll $Connection['Process']
                    Read-EngineErrorText $Connection
                }
                if ($Connection['Poll'] -isnot [bool] -and $Connection['Poll'].Poll(20000, [System.Net.Sockets.SelectMode]::SelectRead)) {
                    try { $line = $Connection['Reader'].ReadLine() } catch [System.IO.IOException] { $line = $null }
                }
            }
            if ($line -is [bool]) {
                if ($pending -isnot [array]) {
                    $pending = @($Connection['Reader'].ReadLineAsync())
                    $Connection['PendingRead'] = $pending
                }
                try {
                    if (-not $pending[0].Wait($slice)) {
                        Watch-EngineSilence $Connection $slice
                        continue
                    }
                    $line = $pending[0].Result
                } catch [System.AggregateException] {
                    $line = $null
                }
                $Connection['PendingRead'] = $null
            }
            if ($line -isnot [string]) {
                # Every waiting call finds out.
                $Connection['Ended'] = $true
                Step-EngineMailbox $Connection
                continue
            }
            $Connection['Silence'] = 0
            $Connection['Heard'] = [System.Environment]::TickCount
            # Frequent and secret lines have a fixed form and are parsed without a cmdlet: ConvertFrom-Json loads an assembly
            # at its first use, and module logging records the arguments of cmdlets.
            if ($line -cmatch $script:WireLine) {
                if ($Matches['state'] -is [string]) { $script:EngineShared['State'] = $Matches['state'] }
                if ($Matches['owner'] -isnot [string]) { continue }
                $owner = $Connection['Mailboxes'][($Matches['owner'] -as [int])]
                if ($owner -isnot [hashtable]) { continue }
                if ($Matches['context'] -is [string]) { $script:EngineShared['NewContext'] = $Matches['context'] }
                if ($Matches['secrets'] -is [string]) {
                    $index = $Matches['first'] -as [int]
                    foreach ($secret in $Matches['secrets'] -split '","') {
                        $owner['Secrets'][$index] = $secret
                        $index++
                    }
                }
                if ($Matches['kind'] -isnot [string]) { continue }
                $read = @{ Kind = $Matches['kind']; Outputs = $Matches['outputs']; Id = $Matches['id'] }
                # The same form as that of ConvertFrom-EngineJson. -match makes a new dictionary each time.
                if ($read['Kind'] -clike 'host/*') { $read['Message'] = @{ method = $read['Kind']; id = $read['Id']; params = $Matches } }
            } else {
                $read = ConvertFrom-EngineJson $Connection $line
                if ($read -isnot [hashtable]) { continue }
                $owner = $read['Mailbox']
            }
            if ($owner['Id'] -like $Mailbox['Id']) {
                $message = $read
                return $message
            }
            if ($owner['Queue'] -isnot [System.Collections.Queue]) { $owner['Queue'] = [System.Collections.Queue]::Synchronized([System.Collections.Queue]::new()) }
            $owner['Queue'].Enqueue($read)
            $null = $owner['Arrived'].Release()
        } finally {
            if ($pumping) {
                $null = $Connection['PumpLock'].Release()
                # The pump is free now. Wake the others, so that one of them takes it.
                if ($Connection['Mailboxes'].Count -gt 1 -and $message -is [hashtable]) { Step-EngineMailbox $Connection }
            }
        }
    }
}
