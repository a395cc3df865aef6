function Send-EngineCall {
    # Sends the call of a cmdlet. Returns nothing, or an ErrorRecord if it cannot be sent.
    param($Mailbox, $Cmdlet, $Caller, $Bound, $Paths)
    $connection = $Mailbox['Connection']
    $secrets = $null
    $environment = $null
    if ($script:EngineJob -is [hashtable]) {
        $call = $script:EngineJob['Call']
        $secrets = $script:EngineJob['Secrets']
    } else {
        $isSecret = Test-EngineSecretVariable
        if ($Bound.Count -or $isSecret) { $secrets = [System.Collections.Generic.List[securestring]]::new() }
        $call = New-EngineCall $Cmdlet $Caller $Bound $Paths $secrets
        if ($call -is [System.Management.Automation.ErrorRecord]) { return $call }
        if ($isSecret) {
            $call = $call + ',"environment":' + (ConvertTo-WireJson (Get-EngineEnvironment) $secrets)
        } elseif ($Mailbox['Id'] -ne 1) {
            # The first call comes right after the engine was started with these variables.
            $environment = Get-EngineEnvironmentText
        }
    }
    $request = '{{"jsonrpc":"2.0","id":{0},"method":"{1}","params":{{"invocation":{0},"host":{{"debug":{2},"verbose":{3}}},{4}}}}}' -f $Mailbox['Id'], $script:WireMethods['CmdletInvoke'], (Test-EngineStream $Caller $Bound 'Debug'), (Test-EngineStream $Caller $Bound 'Verbose'), $call
    if ($secrets -isnot [System.Collections.IList] -or $request.Length -le $script:WireLongestMessage) {
        Send-EngineMessage $connection $request $secrets $environment
    } else {
        # The engine would skip the line, and the call would wait forever.
        return New-EngineErrorRecord -Data (Get-EngineFailure 'InvalidArgument.TooLarge' @{ length = $request.Length; most = $script:WireLongestMessage })
    }
}
