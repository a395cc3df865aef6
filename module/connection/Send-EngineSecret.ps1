function Send-EngineSecret {
    # Writes a message with secrets. They are decrypted only here and passed on only by method calls, because PowerShell's
    # module logging records the arguments of functions and cmdlets.
    param($Writer, $Text, $Secrets)
    # The message ends with the params object. The secrets become its last member.
    $Writer.Write($Text.Substring(0, $Text.Length - 2))
    $Writer.Write(',"secrets":[')
    for ($i = 0; $i -lt $Secrets.Count; $i++) {
        if ($i -gt 0) { $Writer.Write(',') }
        $Writer.Write('"')
        if ([regex]::IsMatch([System.Net.NetworkCredential]::new('', $Secrets[$i]).Password, $script:JsonSpecial)) {
            $Writer.Write([regex]::Replace([System.Net.NetworkCredential]::new('', $Secrets[$i]).Password, $script:JsonSpecial, [System.Text.RegularExpressions.MatchEvaluator]$script:EscapeJsonCharacter))
        } else {
            $Writer.Write([System.Net.NetworkCredential]::new('', $Secrets[$i]).Password)
        }
        $Writer.Write('"')
    }
    $Writer.Write("]}}`n")
}
