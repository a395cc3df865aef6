function New-EngineErrorRecord {
    # What the engine says about a failure, as an ErrorRecord: a framework exception, a stable id, and the facts
    # under Exception.Data for scripts that want to look.
    param($Data)
    $text = $Data.message
    if ($Data.action) { $text = $text + ' ' + $Data.action }
    $type = $Data.exception -as [type]
    if ($null -eq $type) { $type = [System.InvalidOperationException] }
    $exception = $type::new($text)
    $exception.Data['AzLoginTs.Id'] = $Data.id
    $exception.Data['AzLoginTs.Message'] = $Data.message
    $exception.Data['AzLoginTs.Action'] = $Data.action
    if ($null -ne $Data.stack) { $exception.Data['AzLoginTs.Stack'] = $Data.stack }
    foreach ($member in 'retryAfterSeconds', 'causes') {
        if ($null -ne $Data.$member) { $exception.Data['AzLoginTs.' + $member] = $Data.$member }
    }
    foreach ($facts in $Data.entra, $Data.request) {
        if ($null -eq $facts) { continue }
        foreach ($fact in $facts.PSObject.Properties) {
            $value = $fact.Value
            if ($value -is [System.Management.Automation.PSCustomObject]) { $value = ConvertFrom-WireValue $value $null }
            $exception.Data['AzLoginTs.' + $fact.Name] = $value
        }
    }
    $category = $Data.category -as [System.Management.Automation.ErrorCategory]
    if ($null -eq $category) { $category = [System.Management.Automation.ErrorCategory]::NotSpecified }
    $record = [System.Management.Automation.ErrorRecord]::new($exception, $Data.id, $category, $Data.target)
    # ConciseView prints the recommendation on a line of its own; in every other view the message is all one sees.
    if ($ErrorView -eq 'ConciseView') { $text = $Data.message }
    $record.ErrorDetails = [System.Management.Automation.ErrorDetails]::new($text)
    $record.ErrorDetails.RecommendedAction = $Data.action
    return $record
}

function Get-EngineFailure {
    # A failure of the engine itself, in the engine's own words: its catalogue entry comes from the build.
    param([string]$Id, [hashtable]$Facts)
    $entry = $script:EngineFailures[$Id]
    $message = $entry.message
    $action = $entry.action
    foreach ($name in $Facts.Keys) {
        $message = $message.Replace('{' + $name + '}', [string]$Facts[$name])
        $action = $action.Replace('{' + $name + '}', [string]$Facts[$name])
    }
    return [pscustomobject]@{
        id = $Id; message = $message.Trim(); action = $action; category = $entry.category; exception = $entry.exception; target = $null
    }
}

function New-EngineExitRecord {
    # For a call whose engine ended under it: the exit code and the last lines of what it said.
    param($Connection)
    if ($Connection['SilentMs'] -gt 0) {
        return New-EngineErrorRecord -Data (Get-EngineFailure 'Engine.Silent' @{ seconds = [int][System.Math]::Ceiling($Connection['SilentMs'] / 1000) })
    }
    $exitCode = 'unknown'
    if ($Connection['Process'].WaitForExit(2000)) { $exitCode = $Connection['Process'].ExitCode }
    if ($exitCode -eq $script:EngineOldRuntimeExitCode) {
        return New-EngineErrorRecord -Data (Get-EngineFailure 'Engine.RuntimeTooOld' @{ path = $Connection['Process'].StartInfo.FileName })
    }
    $said = ''
    if ($Connection['ErrorText'].Wait(500)) { $said = $Connection['ErrorText'].Result.Trim() }
    if ($said.Length -gt 600) { $said = $said.Substring($said.Length - 600) }
    return New-EngineErrorRecord -Data (Get-EngineFailure 'Engine.Exited' @{ exitCode = $exitCode; stderr = $said })
}
