function Set-EnginePreference {
    # Gives a function the preference variables of the caller, which a script module does not see, as a compiled cmdlet
    # does. Functions dot-source it before they write to a stream.
    param($Caller)
    foreach ($name in $script:FollowedPreferences) {
        $preference = Get-EnginePreference $Caller $name
        if ($null -ne $preference) { $ExecutionContext.SessionState.PSVariable.Set($name, $preference) }
    }
}
