function Set-EnginePreference {
    # Gives a function the preference variables of the caller, which a script module does not see, as a compiled cmdlet
    # does. Functions dot-source it before they write to a stream. Most callers have the values that the module sees
    # already, and setting a value takes time at the first use of its type.
    param($Caller)
    $variables = $ExecutionContext.SessionState.PSVariable
    foreach ($name in $script:FollowedPreferences) {
        $preference = Get-EnginePreference $Caller $name
        if ($preference -is [object] -and $preference -notlike $variables.GetValue($name)) { $variables.Set($name, $preference) }
    }
}
