function Read-EngineLine {
    # Reads at most one line and puts it into the mailbox of its call.
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
    # Frequent and secret lines have a fixed form and are parsed without a cmdlet: ConvertFrom-Json loads an assembly at
    # its first use, and module logging records the arguments of cmdlets.
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
