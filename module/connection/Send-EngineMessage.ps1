function Send-EngineMessage {
    # Sends one message as one line. Secrets are decrypted only here and passed on only by method calls, because
    # PowerShell's module logging records the arguments of functions and cmdlets. If the engine has ended, nothing is
    # sent: a call that waits for an answer gets the end of the connection instead.
    param($Connection, [string]$Text, $Secrets)
    $held = $false
    try {
        while (-not $held) { $held = $Connection['WriteLock'].Wait(50) }
        try {
            if ($null -ne $Secrets -and $Secrets.Count -gt 0) {
                # The message ends with the params object. The secrets become its last member.
                $Connection['Writer'].Write($Text.Substring(0, $Text.Length - 2))
                $Connection['Writer'].Write(',"secrets":[')
                for ($i = 0; $i -lt $Secrets.Count; $i++) {
                    if ($i -gt 0) { $Connection['Writer'].Write(',') }
                    $Connection['Writer'].Write('"')
                    if ([regex]::IsMatch([System.Net.NetworkCredential]::new('', $Secrets[$i]).Password, $script:JsonSpecial)) {
                        $Connection['Writer'].Write([regex]::Replace([System.Net.NetworkCredential]::new('', $Secrets[$i]).Password, $script:JsonSpecial, [System.Text.RegularExpressions.MatchEvaluator]$script:EscapeJsonCharacter))
                    } else {
                        $Connection['Writer'].Write([System.Net.NetworkCredential]::new('', $Secrets[$i]).Password)
                    }
                    $Connection['Writer'].Write('"')
                }
                $Connection['Writer'].Write(']}}')
            } else {
                $Connection['Writer'].Write($Text)
            }
            $Connection['Writer'].Write("`n")
            $Connection['Writer'].Flush()
        } catch [System.IO.IOException] {
            $Connection['Ended'] = $true
        } catch [System.ObjectDisposedException] {
            $Connection['Ended'] = $true
        }
    } finally {
        if ($held) { $null = $Connection['WriteLock'].Release() }
    }
}
