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
        # The only thing done with the text of a secret variable is this test.
        $isSecret = $false
        foreach ($name in $script:WireSecretEnvironmentVariables) {
            if ([System.Environment]::GetEnvironmentVariable($name) -is [string]) { $isSecret = $true }
        }
        if ($Bound.Count -or $isSecret) { $secrets = [System.Collections.Generic.List[securestring]]::new() }
        if ($Bound.Count) {
            $call = New-EngineCall $Cmdlet $Caller $Bound $Paths $secrets
            if ($call -is [System.Management.Automation.ErrorRecord]) { return $call }
        } else {
            $call = $script:EngineCallText -f $Cmdlet, $Caller.ParameterSetName, '{}'
        }
        if ($isSecret) {
            $call = $call + ',"environment":' + (ConvertTo-WireJson (Get-EngineEnvironment) $secrets)
        } elseif ($Mailbox['Id'] -ne 1) {
            # One text, to see whether a variable has changed. The first call comes right after the engine was started with
            # these variables: see Get-EngineEnvironmentText.
            $set = foreach ($name in $script:WireEnvironmentVariables) {
                $value = [System.Environment]::GetEnvironmentVariable($name)
                if ($value -is [string]) { '{0}={1}' -f $name, $value }
            }
            $environment = $set -join "`0"
        }
    }
    # Whether anything reads a line of these streams.
    $streams = foreach ($switch in 'debug', 'verbose') {
        $isRead = 'false'
        if ($Bound.Count -and $Bound.ContainsKey($switch)) {
            if ($Bound[$switch]) { $isRead = 'true' }
        } else {
            $preference = '{0}Preference' -f $switch
            if ($script:EngineJob -is [hashtable]) { $preference = Get-EnginePreference $Caller $preference } else { $preference = $Caller.GetVariableValue($preference) }
            if ($preference -notmatch '^(SilentlyContinue|Ignore)?$') { $isRead = 'true' }
        }
        '"{0}":{1}' -f $switch, $isRead
    }
    $confirm = ''
    # Before an application's sign-in sends its first request, the engine asks ShouldProcess. Most callers are not asked, and
    # see nothing of it, so that question would only take time. A command without parameters asks.
    if ($Bound.Count -and $isRead -like 'false' -and $script:EngineJob -isnot [hashtable] -and $Bound['WhatIf'] -isnot [object] -and $Bound['Confirm'] -isnot [object]) {
        $name = 'WhatIfPreference'
        $whatIf = $Caller.GetVariableValue($name)
        $name = 'ConfirmPreference'
        if ($whatIf -like 'False' -and $Caller.GetVariableValue($name) -match '^(High|None)$') { $confirm = ',"confirm":false' }
    }
    $request = '{{"jsonrpc":"2.0","id":{0},"method":"{1}","params":{{"invocation":{0},"host":{{{2}{3}}},{4}}}}}' -f $Mailbox['Id'], $script:WireMethods['CmdletInvoke'], ($streams -join ','), $confirm, $call
    if ($secrets -isnot [System.Collections.IList] -or $request.Length -le $script:WireLongestMessage) {
        Send-EngineMessage $connection $request $secrets $environment
    } else {
        # The engine would skip the line, and the call would wait forever.
        return New-EngineErrorRecord -Data (Get-EngineFailure 'InvalidArgument.TooLarge' @{ length = $request.Length; most = $script:WireLongestMessage })
    }
}
