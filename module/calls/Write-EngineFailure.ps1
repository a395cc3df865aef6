function Write-EngineFailure {
    # The error that a call ends with. It ends a job too: PowerShell calls a job Failed for that only.
    param($Caller, $Record)
    if ($null -ne $script:EngineJob) { $Caller.ThrowTerminatingError($Record) }
    $Caller.WriteError($Record)
}
