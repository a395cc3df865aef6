function Invoke-EngineCmdlet {
    # Runs one cmdlet in the engine for one pipeline record: all that a generated stub does. Everything that reaches
    # the user goes through the stub's own $PSCmdlet, so streams, preferences and positions are the user's. The cmdlet is
    # named by its stub: $PSCmdlet has the name by which it was called, which may hold a prefix or be that of a copy.
    # Functions that write through $PSCmdlet are called as script blocks: .Invoke() starts no pipeline. What ends a
    # command (an error, -WarningAction Stop, Select-Object -First) passes each pipeline in which it is written, and
    # PowerShell writes one line into a transcript for each. For the same reason our functions return a failure as an
    # ErrorRecord and throw nothing.
    param([string]$Cmdlet, [System.Management.Automation.PSCmdlet]$Caller, [System.Collections.IDictionary]$Bound, [string[]]$Paths)
    # A script module does not see the preferences of the script that calls it; a compiled cmdlet would. In a job they
    # are those of the script that began it.
    foreach ($name in $script:FollowedPreferences) {
        if ($null -ne $script:EngineJob) { $preference = $script:EngineJob['Preferences'][$name] } else { $preference = $Caller.SessionState.PSVariable.GetValue($name) }
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
                # The engine would skip the line, and nothing would ever answer.
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
                if ((Get-EngineShared)['IsContextNew']) { ${function:Sync-AzAccountsContext}.Invoke($Caller) }
                ${function:Write-EngineOutput}.Invoke($Caller, $message['Outputs'], $mailbox)
            } elseif ($message['Kind'] -eq 'more') {
                ${function:Write-EngineOutput}.Invoke($Caller, $message['Outputs'], $mailbox)
            } elseif ($message['Kind'] -eq 'ended') {
                $answered = $true
                $failure = New-EngineExitRecord $connection
                # One that said nothing never ran: that ends the statement, as an engine that cannot be started does.
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
                # A bar that is drawn again and again would write over the question and what is typed.
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

function Stop-EngineCall {
    # For a call that nobody waits for any more. An engine that has said nothing yet may never do: it ends, unless another
    # call waits for it too.
    param($Connection, $Mailbox)
    if ($Connection['Silence'] -lt 0 -and $Connection['Mailboxes'].Count -eq 0) {
        $Connection['Ended'] = $true
        Stop-EngineAttempt $Connection['Process']
    } else {
        Send-EngineMessage $Connection ('{"jsonrpc":"2.0","method":"' + $script:WireMethods['CancelRequest'] + '","params":{"id":' + $Mailbox['Id'] + '}}')
    }
}

function New-EngineCall {
    # What is called, with what, and in which environment: members of the request's parameters, as JSON text. Or an
    # ErrorRecord.
    param([string]$Cmdlet, $Caller, $Bound, $Paths, $Secrets)
    $parameters = Get-EngineParameter $Cmdlet $Caller $Bound $Paths
    if ($parameters -is [System.Management.Automation.ErrorRecord]) { return $parameters }
    return '"cmdlet":' + (ConvertTo-WireJson $Cmdlet $null) +
    ',"parameterSet":' + (ConvertTo-WireJson $Caller.ParameterSetName $null) +
    ',"parameters":' + (ConvertTo-WireJson $parameters $Secrets) +
    ',"environment":' + (ConvertTo-WireJson (Get-EngineEnvironment) $Secrets)
}

function Write-EngineRefusal {
    # The error that answers the call, after what was written before it.
    param($Caller, $Message, $Mailbox, $Bound)
    if ((Get-EngineShared)['IsContextNew']) { ${function:Sync-AzAccountsContext}.Invoke($Caller) }
    $data = $Message.error.data
    if ($null -eq $data) {
        $data = Get-EngineFailure 'Engine.Unexpected' @{ reason = $Message.error.message }
        # The engine's action leads to a stack; there is none where it had no words of its own.
        $data.PSObject.Properties.Add([System.Management.Automation.PSNoteProperty]::new('stack', 'JSON-RPC error ' + $Message.error.code))
    }
    if ($null -ne $data.outputs) { ${function:Write-EngineOutput}.Invoke($Caller, $data.outputs, $Mailbox) }
    $record = New-EngineErrorRecord -Data $data
    $silenced = $data.mayBeSilenced -and "$($Bound['ErrorAction'])" -match '^(SilentlyContinue|Ignore)$'
    if (($data.terminating -and -not $silenced) -or (Test-EngineInquiryInVain $Bound 'ErrorAction')) { $Caller.ThrowTerminatingError($record) }
    ${function:Write-EngineFailure}.Invoke($Caller, $record)
}

function Write-EngineFailure {
    # The error that a call ends with. It ends a job too: PowerShell calls a job Failed for that only.
    param($Caller, $Record)
    if ($null -ne $script:EngineJob) { $Caller.ThrowTerminatingError($Record) }
    $Caller.WriteError($Record)
}

function Write-EngineOutput {
    param($Caller, $Outputs, $Mailbox)
    foreach ($output in ConvertFrom-EngineOutput $Outputs $Mailbox) { $Caller.WriteObject($output, $false) }
}

function Resolve-EngineCall {
    # What the engine tells or asks during a call.
    param($Caller, $Connection, $Message, $Mailbox, $Bound)
    $params = $Message.params
    switch ($Message.method) {
        $script:WireMethods['HostWrite'] { ${function:Write-EngineStream}.Invoke($Caller, $params, $Bound) }
        $script:WireMethods['HostProgress'] {
            $record = [System.Management.Automation.ProgressRecord]::new(1, $params.activity, $params.status)
            $record.PercentComplete = $params.percent
            $record.SecondsRemaining = $params.secondsRemaining
            if ($params.done) { $record.RecordType = [System.Management.Automation.ProgressRecordType]::Completed }
            $Caller.WriteProgress($record)
        }
        $script:WireMethods['HostVariables'] {
            foreach ($variable in $params.variables) {
                $value = $variable.value
                if ($null -ne $variable.secret) { $value = ConvertFrom-EngineStep $script:WireSteps['plainSecret'] ([int]$variable.secret) $Mailbox }
                # A $null would become an empty string, which is a value in newer versions of .NET.
                if ($null -eq $value) { $value = [System.Management.Automation.Language.NullString]::Value }
                [System.Environment]::SetEnvironmentVariable($variable.name, $value)
            }
        }
        $script:WireMethods['HostCertificate'] {
            Send-EngineMessage $Connection ('{"jsonrpc":"2.0","id":' + $Message.id + ',"result":' + (ConvertTo-WireJson (Get-EngineCertificate $params.thumbprint) $null) + '}')
        }
        $script:WireMethods['HostSign'] {
            Send-EngineMessage $Connection ('{"jsonrpc":"2.0","id":' + $Message.id + ',"result":' + (ConvertTo-WireJson (New-EngineSignature $params.thumbprint $params.data) $null) + '}')
        }
        $script:WireMethods['HostErrors'] {
            $errors = @(Get-EngineSessionError $params.last)
            Send-EngineMessage $Connection ('{"jsonrpc":"2.0","id":' + $Message.id + ',"result":' + (ConvertTo-WireJson @{ errors = $errors } $null) + '}')
        }
        $script:WireMethods['HostConfirm'] {
            if ($null -ne $params.query) {
                $confirmed = $Caller.ShouldContinue($params.query, $params.action)
            } else {
                $confirmed = $Caller.ShouldProcess($params.target, $params.action)
            }
            Send-EngineMessage $Connection ('{"jsonrpc":"2.0","id":' + $Message.id + ',"result":{"confirmed":' + (ConvertTo-WireJson $confirmed $null) + '}}')
        }
    }
}

function Test-EngineInquiryInVain {
    # With -Debug alone PowerShell asks at every warning and error whether to go on. Where nobody can answer, that
    # question fails, and hides what is wrong from whoever looks for it.
    param($Bound, [string]$Action)
    return $Bound['Debug'] -and -not $Bound.ContainsKey($Action) -and (Get-EngineNotInteractiveReason) -ne ''
}

function Write-EngineStream {
    param($Caller, $Line, $Bound)
    switch ($Line.stream) {
        'verbose' { $Caller.WriteVerbose($Line.message) }
        'debug' { $Caller.WriteDebug($Line.message) }
        'warning' {
            if (Test-EngineInquiryInVain $Bound 'WarningAction') { Write-Warning $Line.message -WarningAction Continue } else { $Caller.WriteWarning($Line.message) }
        }
        'information' { $Caller.WriteInformation($Line.message, [string[]]@('Az.LoginTs')) }
        'console' { $Host.UI.WriteLine($Line.message) }
        'host' {
            # As Write-Host does: seen whatever $InformationPreference says. Where information is ignored on
            # purpose, what a person must act on (a code, an address) still has to come through.
            $action = $Bound['InformationAction']
            if ($null -eq $action) { $action = $InformationPreference }
            if ("$action" -eq 'Ignore') { $Caller.WriteWarning($Line.message); return }
            $message = [System.Management.Automation.HostInformationMessage]::new()
            $message.Message = $Line.message
            $Caller.WriteInformation($message, [string[]]@('PSHOST'))
        }
    }
}
