function Stop-Engine {
    # Ends the process's engine, for a module that is removed. Another runspace that still has the module is served
    # by a new engine, with the same state; one that is being served now keeps this one.
    $connection = (Get-EngineShared)['Connection']
    if ($null -eq $connection -or $connection['Ended']) { return }
    # Set before the mailboxes are counted: a call that puts one in looks at it afterwards, so that one of the two
    # always sees the other.
    $connection['Retired'] = $true
    if ($connection['Mailboxes'].Count -gt 0) {
        $connection['Retired'] = $false
        return
    }
    $connection['Ended'] = $true
    # The engine ends when its input does.
    try { $connection['Writer'].Dispose() } catch [System.IO.IOException] { $connection['Process'].Kill() }
}
