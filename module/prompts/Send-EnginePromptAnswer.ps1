function Send-EnginePromptAnswer {
    param($Connection, $Prompt, [string]$Line)
    Send-EngineMessage $Connection ('{"jsonrpc":"2.0","id":' + $Prompt.Id + ',"result":{"text":' + (ConvertTo-WireJson $Line $null) + '}}')
}
