function Open-EngineMailbox {
    # Returns a mailbox at this process's engine, or an ErrorRecord. Does not use an engine that is being retired: see
    # Stop-Engine.
    param($Cmdlet)
    while ($true) {
        $connection = Get-EngineConnection $Cmdlet
        if ($connection -is [System.Management.Automation.ErrorRecord]) { return $connection }
        $mailbox = New-EngineMailbox $connection
        if (-not $connection['Retired']) { return $mailbox }
        $connection['Mailboxes'].Remove($mailbox['Id'])
    }
}
