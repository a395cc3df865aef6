function Write-EngineFailure {
    # Writes the error that ends a call. In a job it throws, because PowerShell sets the state Failed for that only.
    param($Caller, $Record)
    if ($null -ne $script:EngineJob) { $Caller.ThrowTerminatingError($Record) }
    $Caller.WriteError($Record)
}
