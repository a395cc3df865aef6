function Open-EngineMailbox {
    # Returns a mailbox at this process's engine, or an ErrorRecord. Pings an engine that wrote nothing lately. Does not use
    # an engine that is being retired: see Stop-Engine.
    param($Cmdlet)
    $shared = $script:EngineShared
    if ($shared -isnot [hashtable]) { $shared = Get-EngineShared }
    while ($true) {
        $connection = $shared['Connection']
        if ($connection -isnot [hashtable] -or $connection['Ended'] -or $connection['Process'].HasExited -or ($connection['Heard'].ElapsedMilliseconds -ge $script:EngineFreshMs -and -not (Test-EngineAlive $connection))) {
            $connection = Get-EngineConnection $shared $Cmdlet
            if ($connection -is [System.Management.Automation.ErrorRecord]) { return $connection }
        }
        $mailbox = New-EngineMailbox $connection
        if (-not $connection['Retired']) { return $mailbox }
        $connection['Mailboxes'].Remove($mailbox['Id'])
    }
}
