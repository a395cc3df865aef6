function New-EngineJob {
    # What the job needs, in a form that goes into another process too. Secrets in it are SecureStrings: PowerShell
    # encrypts them on the way, and its logs show none. Or an ErrorRecord.
    param([string]$Cmdlet, $Caller, $Bound, $Paths)
    $secrets = [System.Collections.Generic.List[securestring]]::new()
    $call = New-EngineCall $Cmdlet $Caller $Bound $Paths $secrets
    if ($call -is [System.Management.Automation.ErrorRecord]) { return $call }
    $parts = @(Get-EngineSession $Cmdlet $call $secrets)
    if ($parts[0] -is [System.Management.Automation.ErrorRecord]) { return $parts[0] }
    $references = foreach ($part in $parts) { ConvertTo-WireJson $part $secrets }
    $parameters = @{}
    foreach ($key in $Bound.Keys) {
        # What collects the output belongs to the caller, who gets a job instead.
        if ($key -notmatch '^(AsJob|OutBuffer|\w+Variable)$') { $parameters[$key] = $Bound[$key] }
    }
    $preferences = @{}
    foreach ($name in $script:FollowedPreferences) {
        $preference = $Caller.SessionState.PSVariable.GetValue($name)
        # Enumerations go into another process as their names.
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
