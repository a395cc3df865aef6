function Get-EngineSessionError {
    # The errors of this session, the newest first. PowerShell keeps some as the exceptions that carry them.
    param([bool]$Last)
    foreach ($item in @($global:Error)) {
        if ($item -is [System.Management.Automation.IContainsErrorRecord]) { $item = $item.ErrorRecord }
        if ($item -isnot [System.Management.Automation.ErrorRecord]) { continue }
        $item
        if ($Last) { return }
    }
}
