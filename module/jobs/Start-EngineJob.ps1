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
