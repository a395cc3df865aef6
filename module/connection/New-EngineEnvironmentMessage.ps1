function New-EngineEnvironmentMessage {
    # Returns the message with the environment variables of this moment, of which none is secret.
    return '{"jsonrpc":"2.0","method":"' + $script:WireMethods['SessionEnvironment'] + '","params":{"environment":' + (ConvertTo-WireJson (Get-EngineEnvironment) $null) + '}}'
}
