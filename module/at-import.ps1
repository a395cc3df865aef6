# Runs once, at import: a few values, no process, no file, no assembly.
Set-StrictMode -Off
$script:EngineFolder = [System.IO.Path]::Combine($PSScriptRoot, 'engine')
# A person presses Tab and waits: rather nothing than a prompt that hangs.
$script:CompletionTimeoutMs = 3000
# Milliseconds. An engine that was heard of so lately need not be asked whether it is there; one that is asked before a
# command answers within this time; one that says nothing during a command is asked after a while, and given up after
# the same time once more. A new one may have to be read from a slow disk.
$script:EngineFreshMs = 1000
$script:EngineAnswerMs = 5000
$script:EngineSilenceMs = 10000
$script:EngineStartMs = 120000
# Bytes. A configuration has a few thousand.
$script:LargestConfiguration = 16MB
# What stands in JSON text as an escape only; and halves of characters, which are no UTF-8 when they stand alone.
$script:JsonSpecial = '[\u0000-\u001f"\\\ud800-\udfff]'
$script:EscapeJsonCharacter = [System.Text.RegularExpressions.MatchEvaluator] {
    param($Match)
    '\u' + ([int][char]$Match.Value).ToString('x4')
}
$script:FollowedPreferences = 'VerbosePreference', 'DebugPreference', 'WarningPreference', 'InformationPreference', 'ErrorActionPreference', 'ProgressPreference', 'ConfirmPreference', 'WhatIfPreference'
# In a job: what its one call works with. See Set-EngineJob.
$script:EngineJob = $null
$script:CommonParameters = [System.Collections.Generic.HashSet[string]]::new([System.StringComparer]::OrdinalIgnoreCase)
foreach ($parameter in @([System.Management.Automation.Cmdlet]::CommonParameters) + @([System.Management.Automation.Cmdlet]::OptionalCommonParameters)) {
    $null = $script:CommonParameters.Add($parameter)
}
$ExecutionContext.SessionState.Module.OnRemove = { Stop-Engine }
