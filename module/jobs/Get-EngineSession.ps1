function Get-EngineSession {
    # Returns the engine's session as of now, in parts, because a SecureString holds at most 65536 characters. Or returns
    # an ErrorRecord.
    param([string]$Cmdlet, [string]$Call, $Secrets)
    $mailbox = Open-EngineMailbox $Cmdlet
    if ($mailbox -is [System.Management.Automation.ErrorRecord]) { return $mailbox }
    $connection = $mailbox['Connection']
    try {
        Send-EngineMessage $connection ('{"jsonrpc":"2.0","id":' + $mailbox['Id'] + ',"method":"' + $script:WireMethods['SessionCapture'] + '","params":{"invocation":' + $mailbox['Id'] + ',' + $Call + '}}') $Secrets
        $answer = Receive-EngineMessage $connection $mailbox
        if ($answer['Kind'] -eq 'ended') { return New-EngineExitRecord $connection }
        if ($null -ne $answer['Message'].error) { return New-EngineErrorRecord -Data $answer['Message'].error.data }
        $index = [int]$answer['Message'].result.secret
        for ($start = 0; $start -lt $mailbox['Secrets'][$index].Length; $start += 32768) {
            $length = [math]::Min(32768, $mailbox['Secrets'][$index].Length - $start)
            [System.Net.NetworkCredential]::new('', $mailbox['Secrets'][$index].Substring($start, $length)).SecurePassword
        }
    } finally {
        $connection['Mailboxes'].Remove($mailbox['Id'])
    }
}
