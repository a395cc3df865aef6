function Stop-EngineCall {
    # For a call that nobody waits for any more. An engine that has said nothing yet may never do: it ends, unless another
    # call waits for it too.
    param($Connection, $Mailbox)
    if ($Connection['Silence'] -lt 0 -and $Connection['Mailboxes'].Count -eq 0) {
        $Connection['Ended'] = $true
        Stop-EngineAttempt $Connection['Process']
    } else {
        Send-EngineMessage $Connection ('{"jsonrpc":"2.0","method":"' + $script:WireMethods['CancelRequest'] + '","params":{"id":' + $Mailbox['Id'] + '}}')
    }
}
