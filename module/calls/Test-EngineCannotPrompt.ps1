function Test-EngineCannotPrompt {
    # With -Debug alone PowerShell asks at every warning and error whether to go on. Where nobody can answer, that
    # question fails, and hides what is wrong from whoever looks for it.
    param($Bound, [string]$Action)
    return $Bound['Debug'] -and -not $Bound.ContainsKey($Action) -and (Get-EngineNotInteractiveReason) -ne ''
}
