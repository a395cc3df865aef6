function Test-EngineAlive {
    # Whether an engine that was not heard of for a while still answers. One that does not is ended, so that the command
    # that comes now is done by a new one. One that is being started has its own time.
    param($Connection)
    if ($Connection['IsDebugged'] -or $Connection['Silence'] -lt 0 -or $Connection['Heard'].ElapsedMilliseconds -lt $script:EngineFreshMs) { return $true }
    $mailbox = New-EngineMailbox $Connection
    try {
        Send-EnginePing $Connection $mailbox['Id']
        $answer = Receive-EngineMessage $Connection $mailbox $script:EngineAnswerMs
    } catch {
        # It has ended meanwhile.
        return $false
    } finally {
        Remove-EngineMailbox $Connection $mailbox
    }
    if ($null -eq $answer) { Stop-SilentEngine $Connection $script:EngineAnswerMs }
    return $null -ne $answer -and $answer['Kind'] -ne 'ended'
}
