function ConvertFrom-EngineJson {
    # Returns the message of a line that has no fixed form, or nothing if it is not for a call.
    param($Connection, $Line)
    $json = Microsoft.PowerShell.Utility\ConvertFrom-Json -InputObject $Line
    $kind = 'answer'
    $id = $json.id
    if ($null -ne $json.method) {
        $kind = 'call'
        $id = $json.params.invocation
    }
    if ($null -eq $id) { return }
    $owner = $Connection['Mailboxes'][[int]$id]
    if ($null -ne $owner) { return @{ Kind = $kind; Mailbox = $owner; Message = $json } }
}
