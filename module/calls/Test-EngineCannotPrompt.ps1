function Test-EngineCannotPrompt {
    # Returns whether PowerShell would ask a question that nobody can answer. With -Debug it asks at every warning and
    # error whether to go on. Without a person that question fails, and hides the warning or error.
    param($Bound, [string]$Action)
    return $Bound['Debug'] -and -not $Bound.ContainsKey($Action) -and (Get-EngineNotInteractiveReason) -ne ''
}
