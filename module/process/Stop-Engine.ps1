function Stop-Engine {
    # Ends the engine of this process when the module is removed. A call that is running keeps this engine. Another
    # runspace that still has the module gets a new engine with the same state.
    $connection = (Get-EngineShared)['Connection']
    if ($null -eq $connection -or $connection['Ended']) { return }
    # Set before the mailboxes are counted. A new call adds its mailbox and then reads this flag, so one of the two
    # always sees the other.
    $connection['Retired'] = $true
    if ($connection['Mailboxes'].Count -gt 0) {
        $connection['Retired'] = $false
        return
    }
    $connection['Ended'] = $true
    # The engine ends when its standard input closes.
    try { $connection['Writer'].Dispose() } catch [System.IO.IOException] { $connection['Process'].Kill() }
    $null = Restore-EngineVariable
}
