function Complete-EngineWord {
    # Returns the completions of a word for Tab. If anything fails it returns nothing and leaves $Error unchanged. The
    # engine answers from what it knows, without network, so the wait is short.
    param([string]$Cmdlet, [string]$CalledAs, [string]$Parameter, [string]$Word, $CommandAst, $Bound)
    $lastError = $null
    if ($global:Error.Count -gt 0) { $lastError = $global:Error[0] }
    $connection = $null
    $mailbox = $null
    try {
        $quote = ''
        if ($Word -match '^[''"\u2018-\u201e]') {
            $quote = $Matches[0]
            $Word = $Word.Substring(1) -replace '[''"\u2018-\u201e]$'
        }
        $named = @{}
        foreach ($name in $script:WireCompletionParameters) {
            if ($null -ne $Bound -and $Bound[$name] -is [string]) { $named[$name] = $Bound[$name] }
        }
        $opened = Open-EngineMailbox
        if ($opened -is [System.Management.Automation.ErrorRecord]) { return }
        $mailbox = $opened
        $connection = $mailbox['Connection']
        $secrets = [System.Collections.Generic.List[securestring]]::new()
        $request = '{"jsonrpc":"2.0","id":' + $mailbox['Id'] + ',"method":"' + $script:WireMethods['CompletionList'] + '","params":{"cmdlet":' + (ConvertTo-WireJson $Cmdlet $null) +
        ',"parameter":' + (ConvertTo-WireJson $Parameter $null) +
        ',"word":' + (ConvertTo-WireJson $Word $null) +
        ',"bound":' + (ConvertTo-WireJson $named $null) +
        ',"environment":' + (ConvertTo-WireJson (Get-EngineEnvironment) $secrets) + '}}'
        Send-EngineMessage $connection $request $secrets
        $wait = $script:CompletionTimeoutMs
        if ($connection['Silence'] -lt 0) { $wait = $script:EngineStartMs }
        $answer = Receive-EngineMessage $connection $mailbox $wait
        foreach ($item in $answer['Message'].result.items) {
            [System.Management.Automation.CompletionResult]::new((ConvertTo-EngineArgument $item.text $quote), $item.label, 'ParameterValue', $item.tooltip)
        }
    } catch {
        while ($global:Error.Count -gt 0 -and -not [object]::ReferenceEquals($global:Error[0], $lastError)) { $global:Error.RemoveAt(0) }
    } finally {
        if ($null -ne $mailbox) { $connection['Mailboxes'].Remove($mailbox['Id']) }
    }
}
