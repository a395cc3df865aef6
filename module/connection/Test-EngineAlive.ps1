function Test-EngineAlive {
    # Returns whether the engine still answers a ping. Ends an engine that does not answer, so that the next command gets a
    # new one. An engine that is starting has more time and is not pinged.
    param($Connection)
    if ($Connection['IsDebugged'] -or $Connection['Silence'] -lt 0) { return $true }
    $mailbox = Open-EngineMailbox $null $Connection
    try {
        Send-EnginePing $Connection $mailbox['Id']
        $answer = Receive-EngineMessage $Connection $mailbox $script:EngineAnswerMs
    } catch {
        # The engine has ended meanwhile.
        return $false
    } finally {
        $Connection['Mailboxes'].Remove($mailbox['Id'])
    }
    if ($null -eq $answer) { Stop-SilentEngine $Connection $script:EngineAnswerMs }
    return $null -ne $answer -and $answer['Kind'] -ne 'ended'
}
