function Start-Engine {
    # Starts the engine and sends `initialize`. Returns the connection (the process, its pipes and the waiting calls), or
    # an ErrorRecord if the engine cannot be started. Nothing waits for the response: an engine of another build answers
    # every call with the same error.
    param($Shared, [string]$Cmdlet)
    # The endpoint of an engine that was killed is gone.
    if (Restore-EngineVariable) { $Shared['HasLostEndpoint'] = $true }
    # The process is stored here before it starts, so that `finally` can stop it when Ctrl+C comes at any moment.
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
