function Send-EngineMessage {
    # Sends one message as one line, after the environment variables if they have changed. If the engine has ended, nothing
    # is sent: a call that waits for an answer gets the end of the connection instead.
    param($Connection, $Text, $Secrets, $Environment)
    $held = $false
    try {
        while (-not $held) { $held = $Connection['WriteLock'].Wait(50) }
        try {
            if ($Environment -is [string]) {
                if ($Connection['Environment'] -isnot [string]) { $Connection['Environment'] = Get-EngineEnvironmentText $Connection }
                if ($Environment -cne $Connection['Environment']) {
                    $Connection['Writer'].Write(('{0}{1}' -f (New-EngineEnvironmentMessage), "`n"))
                    $Connection['Environment'] = $Environment
                }
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
