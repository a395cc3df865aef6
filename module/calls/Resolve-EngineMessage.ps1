function Resolve-EngineMessage {
    # Handles the messages of a call from -Message on, until the call is answered. Returns the result, or nothing if the
    # call has failed.
    param($Caller, $Bound, $Mailbox, $Message)
    $connection = $Mailbox['Connection']
    . Set-EnginePreference $Caller
    $prompt = $null
    while ($true) {
        if ($null -eq $Message) {
            $line = Read-EnginePromptLine $prompt $Caller
            if ($null -ne $line) {
                Send-EnginePromptAnswer $connection $prompt $line
                $prompt = $null
            }
        } elseif ($Message['Kind'] -eq 'result') {
            return $Message
        } elseif ($Message['Kind'] -eq $script:WireMethods['HostOutput']) {
            ${function:Write-EngineOutput}.Invoke($Caller, $Message['Outputs'], $Mailbox)
        } elseif ($Message['Kind'] -eq 'ended') {
            $Mailbox['IsAnswered'] = $true
            $failure = New-EngineExitRecord $connection
            # An engine that never wrote anything did not start, which is a terminating error.
            if ($connection['Silence'] -lt 0) { $Caller.ThrowTerminatingError($failure) }
            ${function:Write-EngineFailure}.Invoke($Caller, $failure)
            return
        } elseif ($Message['Kind'] -eq 'answer') {
            $Mailbox['IsAnswered'] = $true
            ${function:Write-EngineRefusal}.Invoke($Caller, $Message['Message'], $Mailbox, $Bound)
            return
        } elseif ($Message['Kind'] -eq $script:WireMethods['HostDescribe']) {
            Send-EngineMessage $connection ('{"jsonrpc":"2.0","id":' + $Message['Id'] + ',"result":' + (ConvertTo-WireJson (Get-EngineHostFact) $null) + '}')
        } elseif ($Message['Message'].method -eq $script:WireMethods['HostPrompt']) {
            $prompt = Start-EnginePrompt $Message['Message']
        } elseif ($Message['Message'].method -eq $script:WireMethods['HostWithdrawPrompt']) {
            if ($null -ne $prompt -and $prompt['IsShown']) { $Host.UI.WriteLine() }
            $prompt = $null
        } elseif ($null -eq $prompt -or -not $prompt['IsShown'] -or $Message['Message'].method -ne $script:WireMethods['HostProgress']) {
            # While a question is shown, a progress bar would overwrite the question and the typed answer.
            ${function:Resolve-EngineCall}.Invoke($Caller, $connection, $Message['Message'], $Mailbox, $Bound)
        }
        $wait = $null
        if ($null -ne $prompt) { $wait = 50 }
        $Message = Receive-EngineMessage $connection $Mailbox $wait
    }
}
