function Start-EngineJob {
    # Starts the same cmdlet in the background, with everything captured now: the context and what its account signs in
    # with, the parameters, the environment and the preferences. A thread job uses the engine of this process. Windows
    # PowerShell may have no thread jobs; there the job runs in its own process.
    param([string]$Cmdlet, $Caller, $Bound, $Paths)
    $work = {
        param($Job)
        $module = Import-Module $Job['Module'] -PassThru
        $parameters = $Job['Parameters']
        # The state of a job is Failed only if an error ends it, so the error is thrown again.
        try { & $module { param($Given) Set-EngineJob $Given } $Job; & $module.ExportedCommands[$Job['Cmdlet']] @parameters } catch { throw }
    }
    $job = New-EngineJob $Cmdlet $Caller $Bound $Paths
    if ($job -is [System.Management.Automation.ErrorRecord]) { $Caller.ThrowTerminatingError($job) }
    $start = 'Start-ThreadJob'
    if ($null -eq (Get-Command $start -ErrorAction Ignore)) { $start = 'Start-Job' }
    $Caller.WriteObject((& $start -Name $Cmdlet -ScriptBlock $work -ArgumentList $job))
}
