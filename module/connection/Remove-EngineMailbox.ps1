function Remove-EngineMailbox {
    param($Connection, $Mailbox)
    $Connection['Mailboxes'].Remove($Mailbox['Id'])
}
