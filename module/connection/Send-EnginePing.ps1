function Send-EnginePing {
    # Asks whether the engine is at work: its answer goes to the mailbox of that number, or to nobody.
    param($Connection, [int]$Id)
    Send-EngineMessage $Connection ('{"jsonrpc":"2.0","id":' + $Id + ',"method":"' + $script:WireMethods['Ping'] + '"}')
}
