function Get-EngineSessionError {
    # Returns the errors of this session, the newest first. $Error has some as exceptions that contain the ErrorRecord.
    param([bool]$Last)
    foreach ($item in @($global:Error)) {
        if ($item -is [System.Management.Automation.IContainsErrorRecord]) { $item = $item.ErrorRecord }
        if ($item -isnot [System.Management.Automation.ErrorRecord]) { continue }
        $item
        if ($Last) { return }
    }
}
