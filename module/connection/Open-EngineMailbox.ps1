function Open-EngineMailbox {
    # Returns a mailbox at this process's engine, or Failure with an ErrorRecord. Does not use an engine that is being
    # retired: see Stop-Engine.
    param([string]$Cmdlet)
    while ($true) {
        $connection = Get-EngineConnection $Cmdlet
        if ($connection -is [System.Management.Automation.ErrorRecord]) { return @{ Failure = $connection } }
        $mailbox = New-EngineMailbox $connection
        if (-not $connection['Retired']) { return @{ Connection = $connection; Mailbox = $mailbox } }
        Remove-EngineMailbox $connection $mailbox
    }
}
