function Invoke-EngineCmdlet {
    # Runs one cmdlet in the engine for one pipeline record. Each generated stub calls only this function. All output goes
    # through the stub's $PSCmdlet, so that streams, preferences and positions are the user's. The stub passes the name of
    # the cmdlet, because $PSCmdlet has the name that the user typed, which may have a prefix or be that of a copy.
    # Functions that write through $PSCmdlet are called with .Invoke(), which starts no pipeline. When something ends the
    # command (an error, -WarningAction Stop, Select-Object -First), PowerShell writes a line into the transcript for each
    # pipeline in between. For the same reason our functions return a failure as an ErrorRecord instead of throwing.
    param([string]$Cmdlet, [System.Management.Automation.PSCmdlet]$Caller, [System.Collections.IDictionary]$Bound, [string[]]$Paths)
    # A script module does not see the preference variables of its caller, as a compiled cmdlet does. In a job they are
    # those of the script that started the job.
    foreach ($name in $script:FollowedPreferences) {
        if ($null -ne $script:EngineJob) { $preference = $script:EngineJob['Preferences'][$name] } else { $preference = $Caller.GetVariableValue($name) }
        if ($null -ne $preference) { $ExecutionContext.SessionState.PSVariable.Set($name, $preference) }
    }
    if ($Bound['AsJob']) {
        ${function:Start-EngineJob}.Invoke($Cmdlet, $Caller, $Bound, $Paths)
        return
    }
    $connection = $null
    $mailbox = $null
    $answered = $false
    try {
        $opened = Open-EngineMailbox $Cmdlet
        $failure = $opened['Failure']
        if ($null -eq $failure) {
            $connection = $opened['Connection']
            $mailbox = $opened['Mailbox']
            if ($null -ne $script:EngineJob) {
                $call = $script:EngineJob['Call']
                $secrets = $script:EngineJob['Secrets']
            } else {
                $secrets = [System.Collections.Generic.List[securestring]]::new()
                $call = New-EngineCall $Cmdlet $Caller $Bound $Paths $secrets
                if ($call -is [System.Management.Automation.ErrorRecord]) { $failure = $call }
            }
        }
        if ($null -eq $failure) {
            $request = '{"jsonrpc":"2.0","id":' + $mailbox['Id'] + ',"method":"' + $script:WireMethods['CmdletInvoke'] + '","params":{"invocation":' + $mailbox['Id'] +
            ',"host":' + (ConvertTo-WireJson (Get-EngineHostFact $Bound) $null) + ',' + $call + '}}'
            if ($request.Length -gt $script:WireLongestMessage) {
                # The engine would skip the line, and the call would wait forever.
                $failure = New-EngineErrorRecord -Data (Get-EngineFailure 'InvalidArgument.TooLarge' @{ length = $request.Length; most = $script:WireLongestMessage })
            } else {
                Send-EngineMessage $connection $request $secrets
            }
        }
        if ($null -ne $failure) {
            $answered = $true
            $Caller.ThrowTerminatingError($failure)
        }
        $prompt = $null
        while (-not $answered) {
            $wait = -1
            if ($null -ne $prompt) { $wait = 50 }
            $message = Receive-EngineMessage $connection $mailbox $wait
            if ($null -eq $message) {
                $line = Read-EnginePromptLine $prompt $Caller
                if ($null -ne $line) {
                    Send-EnginePromptAnswer $connection $prompt $line
                    $prompt = $null
                }
                continue
            }
            if ($message['Kind'] -eq 'done') {
                $answered = $true
                $shared = Get-EngineShared
                if ($shared['IsContextNew']) { ${function:Sync-AzAccountsContext}.Invoke($Caller) }
                if ($shared['HasLostEndpoint']) {
                    $shared['HasLostEndpoint'] = $false
                    $Caller.WriteWarning("The identity endpoint ended with its engine, and the environment variables have their old values. Run 'Start-AzIdentityEndpoint', and start the programs again that use it.")
                }
                ${function:Write-EngineOutput}.Invoke($Caller, $message['Outputs'], $mailbox)
            } elseif ($message['Kind'] -eq 'more') {
                ${function:Write-EngineOutput}.Invoke($Caller, $message['Outputs'], $mailbox)
            } elseif ($message['Kind'] -eq 'ended') {
                $answered = $true
                $failure = New-EngineExitRecord $connection
                # An engine that never wrote anything did not start, which is a terminating error.
                if ($connection['Silence'] -lt 0) { $Caller.ThrowTerminatingError($failure) }
                ${function:Write-EngineFailure}.Invoke($Caller, $failure)
            } elseif ($message['Kind'] -eq 'answer') {
                $answered = $true
                ${function:Write-EngineRefusal}.Invoke($Caller, $message['Message'], $mailbox, $Bound)
            } elseif ($message['Message'].method -eq $script:WireMethods['HostPrompt']) {
                $prompt = Start-EnginePrompt $message['Message']
            } elseif ($message['Message'].method -eq $script:WireMethods['HostWithdrawPrompt']) {
                if ($null -ne $prompt -and $prompt['IsShown']) { $Host.UI.WriteLine() }
                $prompt = $null
            } elseif ($null -eq $prompt -or -not $prompt['IsShown'] -or $message['Message'].method -ne $script:WireMethods['HostProgress']) {
                # While a question is shown, a progress bar would overwrite the question and the typed answer.
                ${function:Resolve-EngineCall}.Invoke($Caller, $connection, $message['Message'], $mailbox, $Bound)
            }
        }
    } finally {
        if ($null -ne $mailbox) {
            Remove-EngineMailbox $connection $mailbox
            if (-not $answered) { Stop-EngineCall $connection $mailbox }
        }
    }
}
