function Get-EnginePreference {
    # Returns the value of a preference variable of the caller. In a job it is that of the script that started the job.
    param($Caller, $Name)
    if ($script:EngineJob -is [hashtable]) { return $script:EngineJob['Preferences'][$Name] }
    return $Caller.GetVariableValue($Name)
}
