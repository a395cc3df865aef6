function Send-EngineMessage {
    # Sends one message as one line, after the environment variables if they have changed. If the engine has ended, nothing
    # is sent: a call that waits for an answer gets the end of the connection instead.
    param($Connection, $Text, $Secrets, $Environment, $IsFirstCall)
    $held = $false
    try {
        while (-not $held) { $held = $Connection['WriteLock'].Wait(50) }
        try {
            if ($Environment -is [string] -and $Environment -cne $Connection['Environment']) {
                # The first call comes right after the engine was started with these variables.
                if (-not $IsFirstCall -or $Connection['Environment'] -is [string]) { $Connection['Writer'].Write(('{0}{1}' -f (New-EngineEnvironmentMessage), "`n")) }
                $Connection['Environment'] = $Environment
            }
            if ($Secrets -is [System.Collections.IList] -and $Secrets.Count -gt 0) {
                Send-EngineSecret $Connection['Writer'] $Text $Secrets
            } else {
                $Connection['Writer'].Write(('{0}{1}' -f $Text, "`n"))
            }
        } catch [System.IO.IOException] {
            $Connection['Ended'] = $true
        } catch [System.ObjectDisposedException] {
            $Connection['Ended'] = $true
        }
    } finally {
        if ($held) { $null = $Connection['WriteLock'].Release() }
    }
}
