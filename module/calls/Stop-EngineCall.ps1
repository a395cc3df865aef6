function Stop-EngineCall {
    # Cancels a call that was stopped. If the engine is still starting and no other call waits for it, ends the engine,
    # because it may never start.
    param($Connection, $Mailbox)
    if ($Connection['Silence'] -lt 0 -and $Connection['Mailboxes'].Count -eq 0) {
        $Connection['Ended'] = $true
        Stop-EngineAttempt $Connection['Process']
    } else {
        Send-EngineMessage $Connection ('{"jsonrpc":"2.0","method":"' + $script:WireMethods['CancelRequest'] + '","params":{"id":' + $Mailbox['Id'] + '}}')
    }
}
