function Send-EnginePing {
    # Asks the engine for a sign of life. The answer goes to the mailbox with that id, if there is one.
    param($Connection, [int]$Id)
    Send-EngineMessage $Connection ('{"jsonrpc":"2.0","id":' + $Id + ',"method":"' + $script:WireMethods['Ping'] + '"}')
}
