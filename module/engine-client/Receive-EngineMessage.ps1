function New-EngineMailbox {
    # Where the messages for one call arrive. Arrival wakes its owner even while another runspace reads the pipe.
    param($Connection)
    # Letting in one more gives how many were let in before: no two calls get the same number.
    $id = $Connection['Ids'].Release()
    $mailbox = @{
        Id      = $id
        Queue   = [System.Collections.Queue]::Synchronized([System.Collections.Queue]::new())
        Arrived = [System.Threading.SemaphoreSlim]::new(0)
        Secrets = @{}
    }
    $Connection['Mailboxes'][$id] = $mailbox
    return , $mailbox
}

function Open-EngineMailbox {
    # A mailbox at the process's engine, or why there is no engine, as Failure. One that is just being retired is left
    # alone: see Stop-Engine.
    param([string]$Cmdlet)
    while ($true) {
        $connection = Get-EngineConnection $Cmdlet
        if ($connection -is [System.Management.Automation.ErrorRecord]) { return @{ Failure = $connection } }
        $mailbox = New-EngineMailbox $connection
        if (-not $connection['Retired']) { return @{ Connection = $connection; Mailbox = $mailbox } }
        Remove-EngineMailbox $connection $mailbox
    }
}

function Remove-EngineMailbox {
    param($Connection, $Mailbox)
    $Connection['Mailboxes'].Remove($Mailbox['Id'])
}

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

function Read-EngineLine {
    # Reads at most one line and routes it to whoever it belongs to.
    param($Connection, [int]$TimeoutMs)
    if ($Connection['Ended']) { Complete-EngineConnection $Connection; return }
    if ($null -eq $Connection['PendingRead']) { $Connection['PendingRead'] = $Connection['Reader'].ReadLineAsync() }
    $read = $Connection['PendingRead']
    try {
        if (-not $read.Wait($TimeoutMs)) {
            Watch-EngineSilence $Connection $TimeoutMs
            return
        }
        $line = $read.Result
    } catch [System.AggregateException] {
        $line = $null
    }
    $Connection['PendingRead'] = $null
    if ($null -eq $line) {
        $Connection['Ended'] = $true
        Complete-EngineConnection $Connection
        return
    }
    $Connection['Silence'] = 0
    $Connection['IsAsked'] = $false
    $Connection['Heard'].Restart()
    # What is frequent or secret has a fixed form, and is taken apart by hand: ConvertFrom-Json loads an assembly when it
    # is first used, and module logging records what cmdlets are given.
    if ($line -cmatch $script:WireLine) {
        $found = $Matches
        if ($null -ne $found['state']) { (Get-EngineShared)['State'] = $found['state']; return }
        $owner = $Connection['Mailboxes'][[int]$found['owner']]
        if ($null -eq $owner) { return }
        if ($null -ne $found['secret']) { $owner['Secrets'][[int]$found['index']] = $found['secret']; return }
        if ($null -ne $found['context']) {
            $shared = Get-EngineShared
            $shared['Context'] = $found['context']
            $shared['IsContextNew'] = $true
            return
        }
        $message = @{ Kind = 'done'; Outputs = $found['outputs'] }
        if ($null -ne $found['more']) { $message['Kind'] = 'more' }
    } else {
        $json = Microsoft.PowerShell.Utility\ConvertFrom-Json -InputObject $line
        $message = @{ Kind = 'answer'; Message = $json }
        $id = $json.id
        if ($null -ne $json.method) {
            $message['Kind'] = 'call'
            $id = $json.params.invocation
        }
        if ($null -eq $id) { return }
        $owner = $Connection['Mailboxes'][[int]$id]
        if ($null -eq $owner) { return }
    }
    $owner['Queue'].Enqueue($message)
    $null = $owner['Arrived'].Release()
}

function Send-EnginePing {
    # Asks whether the engine is at work: its answer goes to the mailbox of that number, or to nobody.
    param($Connection, [int]$Id)
    Send-EngineMessage $Connection ('{"jsonrpc":"2.0","id":' + $Id + ',"method":"' + $script:WireMethods['Ping'] + '"}')
}

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

function Test-EngineAlive {
    # Whether an engine that was not heard of for a while still answers. One that does not is ended, so that the command
    # that comes now is done by a new one. One that is being started has its own time.
    param($Connection)
    if ($Connection['IsDebugged'] -or $Connection['Silence'] -lt 0 -or $Connection['Heard'].ElapsedMilliseconds -lt $script:EngineFreshMs) { return $true }
    $mailbox = New-EngineMailbox $Connection
    try {
        Send-EnginePing $Connection $mailbox['Id']
        $answer = Receive-EngineMessage $Connection $mailbox $script:EngineAnswerMs
    } catch {
        # It has ended meanwhile.
        return $false
    } finally {
        Remove-EngineMailbox $Connection $mailbox
    }
    if ($null -eq $answer) { Stop-SilentEngine $Connection $script:EngineAnswerMs }
    return $null -ne $answer -and $answer['Kind'] -ne 'ended'
}

function Stop-SilentEngine {
    # Ends an engine that does not answer; every waiting call is told. Its state is in this process.
    param($Connection, [int]$SilentMs)
    $Connection['SilentMs'] = $SilentMs
    $Connection['Ended'] = $true
    try { $Connection['Process'].Kill() } catch [System.InvalidOperationException] { $null = $_ }
    Complete-EngineConnection $Connection
}

function Complete-EngineConnection {
    # The engine is gone: every waiting call is told.
    param($Connection)
    foreach ($owner in $Connection['Mailboxes'].Clone().Values) {
        $owner['Queue'].Enqueue(@{ Kind = 'ended'; Message = $null })
        $null = $owner['Arrived'].Release()
    }
}
