function Start-Engine {
    # Starts the engine and says hello. Returns the connection (the process, its pipes, and who waits for which answer),
    # or why it cannot be had, as an ErrorRecord. Nobody waits for the answer to hello: an engine of another build
    # answers every call with that.
    param($Shared, [string]$Cmdlet)
    # Known here before it runs: Ctrl+C may come at any moment, and nobody else knows of the process then.
    $attempt = @{ Process = $null; IsConnected = $false }
    try {
        $failure = Start-EngineProcess $attempt
        if ($null -ne $failure) { return $failure }
        $connection = New-EngineConnection $attempt['Process']
        $hello = '{"jsonrpc":"2.0","id":' + $connection['Ids'].Release() + ',"method":"' + $script:WireMethods['Initialize'] + '","params":{"buildId":"' + $script:WireBuildId + '","cmdlet":"' + $Cmdlet + '"'
        if ($null -ne $Shared['State']) { $hello += ',"state":"' + $Shared['State'] + '"' }
        Send-EngineMessage $connection ($hello + '}}')
        $attempt['IsConnected'] = $true
    } finally {
        if (-not $attempt['IsConnected'] -and $null -ne $attempt['Process']) { Stop-EngineAttempt $attempt['Process'] }
    }
    return , $connection
}
