function Open-EngineMailbox {
    # Returns a mailbox for the messages to one call, at this process's engine or at -Connection. Or returns an ErrorRecord.
    # Pings an engine that wrote nothing lately. Does not use an engine that is being retired: see Stop-Engine. A message
    # wakes the owner of the mailbox even if another runspace reads the pipe.
    param($Cmdlet, $Connection)
    $given = $Connection
    $shared = $script:EngineShared
    if ($shared -isnot [hashtable]) { $shared = Get-EngineShared }
    while ($true) {
        if ($given -isnot [hashtable]) {
            $Connection = $shared['Connection']
            if ($Connection -isnot [hashtable] -or $Connection['Ended'] -or $Connection['Process'].HasExited -or ([System.Environment]::TickCount - $Connection['Heard'] -ge $script:EngineFreshMs -and -not (Test-EngineAlive $Connection))) {
                $Connection = Get-EngineConnection $shared $Cmdlet
                if ($Connection -is [System.Management.Automation.ErrorRecord]) { return $Connection }
            }
        }
        # Only a reader of the pipe puts messages into it, so a plain hashtable is enough. SemaphoreSlim.Release() returns the
        # previous count, so it works as an atomic counter for request ids.
        $id = $Connection['Ids'].Release()
        $mailbox = @{
            Connection = $Connection
            Id         = $id
            Queue      = $null
            Arrived    = [System.Threading.SemaphoreSlim]::new(0)
            Secrets    = @{}
            IsAnswered = $false
            # See Receive-EngineMessage.
            MayPoll    = $id -notmatch '^[123]$'
        }
        $Connection['Mailboxes'][$id] = $mailbox
        if ($given -is [hashtable] -or -not $Connection['Retired']) { return $mailbox }
        $Connection['Mailboxes'].Remove($id)
    }
}
