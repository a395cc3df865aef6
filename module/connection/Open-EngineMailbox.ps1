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
