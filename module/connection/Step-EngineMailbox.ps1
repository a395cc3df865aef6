function Step-EngineMailbox {
    # Wakes the calls that wait, so that each looks at its mailbox and at the connection again.
    param($Connection)
    foreach ($waiting in $Connection['Mailboxes'].Clone().Values) { $null = $waiting['Arrived'].Release() }
}
