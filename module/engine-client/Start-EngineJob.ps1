function Start-EngineJob {
    # The same cmdlet in the background, with all that it works with as it is now: the context and what its account
    # signs in with, the parameters, the environment, the preferences. A thread job uses the engine of this process;
    # Windows PowerShell may have no thread jobs, and gets a job in a process of its own.
    param([string]$Cmdlet, $Caller, $Bound, $Paths)
    $work = {
        param($Job)
        $module = Import-Module $Job['Module'] -PassThru
        $parameters = $Job['Parameters']
        # A job that ends with an error, and not merely after one, is Failed.
        try { & $module { param($Given) Set-EngineJob $Given } $Job; & $module.ExportedCommands[$Job['Cmdlet']] @parameters } catch { throw }
    }
    $job = New-EngineJob $Cmdlet $Caller $Bound $Paths
    if ($job -is [System.Management.Automation.ErrorRecord]) { $Caller.ThrowTerminatingError($job) }
    $start = 'Start-ThreadJob'
    if ($null -eq (Get-Command $start -ErrorAction Ignore)) { $start = 'Start-Job' }
    $Caller.WriteObject((& $start -Name $Cmdlet -ScriptBlock $work -ArgumentList $job))
}

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

function Get-EngineSession {
    # The session as a call would find it now, as the engine tells it; in parts, because a SecureString holds 65536
    # characters at most. Or an ErrorRecord.
    param([string]$Cmdlet, [string]$Call, $Secrets)
    $opened = Open-EngineMailbox $Cmdlet
    if ($null -ne $opened['Failure']) { return $opened['Failure'] }
    $connection = $opened['Connection']
    $mailbox = $opened['Mailbox']
    try {
        Send-EngineMessage $connection ('{"jsonrpc":"2.0","id":' + $mailbox['Id'] + ',"method":"' + $script:WireMethods['SessionCapture'] + '","params":{"invocation":' + $mailbox['Id'] + ',' + $Call + '}}') $Secrets
        $answer = Receive-EngineMessage $connection $mailbox
        if ($answer['Kind'] -eq 'ended') { return New-EngineExitRecord $connection }
        if ($null -ne $answer['Message'].error) { return New-EngineErrorRecord -Data $answer['Message'].error.data }
        $index = [int]$answer['Message'].result.secret
        for ($start = 0; $start -lt $mailbox['Secrets'][$index].Length; $start += 32768) {
            $length = [math]::Min(32768, $mailbox['Secrets'][$index].Length - $start)
            [System.Net.NetworkCredential]::new('', $mailbox['Secrets'][$index].Substring($start, $length)).SecurePassword
        }
    } finally {
        Remove-EngineMailbox $connection $mailbox
    }
}

function Set-EngineJob {
    # In the job: what its one call works with.
    param($Job)
    $secrets = [System.Collections.Generic.List[securestring]]::new()
    foreach ($secret in $Job['Secrets']) { $secrets.Add($secret) }
    $script:EngineJob = @{ Call = $Job['Call']; Secrets = $secrets; Preferences = $Job['Preferences'] }
}
