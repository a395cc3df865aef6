function Set-EnginePreference {
    # Gives the module the preference variables of the caller, which a script module does not see, as a compiled cmdlet
    # does. Called before anything is written to a stream that they control.
    param($Caller)
    foreach ($name in $script:FollowedPreferences) {
        $preference = Get-EnginePreference $Caller $name
        if ($null -ne $preference) { $ExecutionContext.SessionState.PSVariable.Set($name, $preference) }
    }
}
