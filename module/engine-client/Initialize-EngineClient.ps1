# Runs once, at import: a few values, no process, no file, no assembly.
Set-StrictMode -Off
$script:EngineFolder = [System.IO.Path]::Combine($PSScriptRoot, 'engine')
# A person presses Tab and waits: rather nothing than a prompt that hangs.
$script:CompletionTimeoutMs = 3000
# What stands in JSON text as an escape only; and halves of characters, which are no UTF-8 when they stand alone.
$script:JsonSpecial = '[\u0000-\u001f"\\\ud800-\udfff]'
$script:EscapeJsonCharacter = [System.Text.RegularExpressions.MatchEvaluator] {
    param($Match)
    '\u' + ([int][char]$Match.Value).ToString('x4')
}
$script:SecretLine = [regex]::new('^\{"jsonrpc":"2\.0","method":"host/secret","params":\{"invocation":(\d+),"index":(\d+),"value":"([A-Za-z0-9+/=]*)"\}\}$')
$script:SessionStateLine = [regex]::new('^\{"jsonrpc":"2\.0","method":"session/changed","params":\{"state":"([A-Za-z0-9+/=]*)"\}\}$')
$script:FollowedPreferences = 'VerbosePreference', 'DebugPreference', 'WarningPreference', 'InformationPreference', 'ErrorActionPreference', 'ProgressPreference', 'ConfirmPreference', 'WhatIfPreference'
# In a job: what its one call works with. See Set-EngineJob.
$script:EngineJob = $null
$script:CommonParameters = [System.Collections.Generic.HashSet[string]]::new([System.StringComparer]::OrdinalIgnoreCase)
foreach ($parameter in @([System.Management.Automation.Cmdlet]::CommonParameters) + @([System.Management.Automation.Cmdlet]::OptionalCommonParameters)) {
    $null = $script:CommonParameters.Add($parameter)
}
$ExecutionContext.SessionState.Module.OnRemove = { Stop-Engine }
