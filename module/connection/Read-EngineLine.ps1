function Read-EngineLine {
    # Reads at most one line. Returns its message if it is for this mailbox, and puts that of another call into its mailbox.
    param($Connection, $Mailbox, $TimeoutMs)
    # In an array, because tasks have several types.
    $pending = $Connection['PendingRead']
    $line = $false
    # Most warm commands are answered at once. The first commands do without this, because PowerShell would compile it.
    if ($Mailbox['MayPoll'] -and $pending -isnot [array]) {
        $Mailbox['MayPoll'] = $false
        if ($null -eq $Connection['Poll']) { $Connection['Poll'] = New-EnginePoll $Connection['Process'] }
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
            if (-not $pending[0].Wait($TimeoutMs)) {
                Watch-EngineSilence $Connection $TimeoutMs
                return
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
        return
    }
    $Connection['Silence'] = 0
    $Connection['Heard'].Restart()
    # Frequent and secret lines have a fixed form and are parsed without a cmdlet: ConvertFrom-Json loads an assembly at
    # its first use, and module logging records the arguments of cmdlets.
    if ($line -cmatch $script:WireLine) {
        if ($Matches['state'] -is [string]) { $script:EngineShared['State'] = $Matches['state'] }
        if ($Matches['owner'] -isnot [string]) { return }
        $owner = $Connection['Mailboxes'][($Matches['owner'] -as [int])]
        if ($owner -isnot [hashtable]) { return }
        if ($Matches['context'] -is [string]) {
            $script:EngineShared['Context'] = $Matches['context']
            $script:EngineShared['IsContextNew'] = $true
        }
        if ($Matches['secrets'] -is [string]) {
            $index = $Matches['first'] -as [int]
            foreach ($secret in $Matches['secrets'] -split '","') {
                $owner['Secrets'][$index] = $secret
                $index++
            }
        }
        if ($Matches['kind'] -isnot [string]) { return }
        $message = @{ Kind = $Matches['kind']; Outputs = $Matches['outputs']; Id = $Matches['id'] }
    } else {
        $message = ConvertFrom-EngineJson $Connection $line
        if ($message -isnot [hashtable]) { return }
        $owner = $message['Mailbox']
    }
    if ([object]::ReferenceEquals($owner, $Mailbox)) { return $message }
    if ($owner['Queue'] -isnot [System.Collections.Queue]) { $owner['Queue'] = [System.Collections.Queue]::Synchronized([System.Collections.Queue]::new()) }
    $owner['Queue'].Enqueue($message)
    $null = $owner['Arrived'].Release()
}
