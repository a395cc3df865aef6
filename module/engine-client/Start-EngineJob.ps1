function Start-EngineJob {
    # The same cmdlet in the background. A thread job shares the engine of this process, and with it the contexts of
    # this process; Windows PowerShell may have none, and gets a job in a process of its own, with the stored contexts.
    param([string]$Cmdlet, $Caller, $Bound)
    $parameters = @{}
    foreach ($key in $Bound.Keys) {
        # What collects the output belongs to the caller, who gets a job instead.
        if ($key -notmatch '^(AsJob|OutBuffer|\w+Variable)$') { $parameters[$key] = $Bound[$key] }
    }
    $start = 'Start-ThreadJob'
    if ($null -eq (Get-Command $start -ErrorAction Ignore)) { $start = 'Start-Job' }
    $work = {
        param($Module, $Name, $Parameters)
        Import-Module $Module
        & $Name @Parameters
    }
    $job = & $start -Name $Cmdlet -ScriptBlock $work -ArgumentList $ExecutionContext.SessionState.Module.Path, $Cmdlet, $parameters
    $Caller.WriteObject($job)
}
