function Send-EngineSecret {
    # Writes a message with secrets. They are decrypted only here and passed on only by method calls and operators, because
    # PowerShell's module logging records the arguments of functions and cmdlets. -match would keep a part in $Matches.
    param($Writer, $Text, $Secrets)
    # The message ends with the params object. The secrets become its last member.
    $Writer.Write(($Text -creplace '\}\}$'))
    $before = ',"secrets":["'
    foreach ($secret in $Secrets) {
        $Writer.Write($before)
        if ([System.Net.NetworkCredential]::new('', $secret).Password -notmatch $script:JsonSpecial) {
            $Writer.Write([System.Net.NetworkCredential]::new('', $secret).Password)
        } else {
            $Writer.Write([regex]::Replace([System.Net.NetworkCredential]::new('', $secret).Password, $script:JsonSpecial, [System.Text.RegularExpressions.MatchEvaluator]$script:EscapeJsonCharacter))
        }
        $before = '","'
    }
    $Writer.Write("`"]}}`n")
}
