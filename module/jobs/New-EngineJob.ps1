function New-EngineJob {
    # Returns what the job needs, in a form that can be sent to another process, or an ErrorRecord. Secrets in it are
    # SecureStrings: PowerShell encrypts them when it sends them and does not log them.
    param([string]$Cmdlet, $Caller, $Bound, $Paths)
    $secrets = [System.Collections.Generic.List[securestring]]::new()
    $call = New-EngineCall $Cmdlet $Caller $Bound $Paths $secrets
    if ($call -is [System.Management.Automation.ErrorRecord]) { return $call }
    $call = $call + ',"environment":' + (ConvertTo-WireJson (Get-EngineEnvironment) $secrets)
    $parts = @(Get-EngineSession $Cmdlet $call $secrets)
    if ($parts[0] -is [System.Management.Automation.ErrorRecord]) { return $parts[0] }
    $references = foreach ($part in $parts) { ConvertTo-WireJson $part $secrets }
    $parameters = @{}
    foreach ($key in $Bound.Keys) {
        # These parameters collect the output of the call itself, which is the job.
        if ($key -notmatch '^(AsJob|OutBuffer|\w+Variable)$') { $parameters[$key] = $Bound[$key] }
    }
    $preferences = @{}
    foreach ($name in $script:FollowedPreferences) {
        $preference = $Caller.SessionState.PSVariable.GetValue($name)
        # Another process receives enumerations by name.
        if ($preference -is [enum]) { $preference = [string]$preference }
        $preferences[$name] = $preference
    }
    return @{
        Module      = $ExecutionContext.SessionState.Module.Path
        Cmdlet      = $Cmdlet
        Parameters  = $parameters
        Preferences = $preferences
        Call        = $call + ',"session":[' + ($references -join ',') + ']'
        Secrets     = $secrets.ToArray()
    }
}
