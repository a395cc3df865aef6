# Runs once, at the first command. It only sets variables: it starts no process, opens no file and loads no assembly.
# A rooted path begins with / everywhere except on Windows. -replace, -like and -f need no code of their own, unlike
# each method: see Invoke-EngineCmdlet.
$script:PathSeparator = '/'
if ($PSScriptRoot -notlike '/*') { $script:PathSeparator = '\' }
# As a variable, because PowerShell compiles a call with a constant for itself.
$script:EngineInspectVariable = 'AZ_LOGINTS_ENGINE_INSPECT'
$script:EngineFolder = '{0}{1}engine' -f $PSScriptRoot, $script:PathSeparator
# Somebody who pressed Tab is waiting, so completion gives up rather than let the prompt hang.
$script:CompletionTimeoutMs = 3000
# Milliseconds. EngineFreshMs: an engine that wrote something this recently is not pinged before a command.
# EngineAnswerMs: the time it has to answer that ping. EngineSilenceMs: an engine that is silent for this long during a
# command is pinged, and is ended after the same time again. EngineStartMs: a new engine may load from a slow disk.
$script:EngineFreshMs = 1000
$script:EngineAnswerMs = 5000
$script:EngineSilenceMs = 10000
$script:EngineStartMs = 120000
# Bytes. A normal configuration has a few thousand.
$script:LargestConfiguration = 16MB
# The cmdlet, its parameter set and its parameters in JSON. The names have no character that JSON must escape.
$script:EngineCallText = '"cmdlet":"{0}","parameterSet":"{1}","parameters":{2}'
# The characters that JSON text must escape, and lone surrogates, which UTF-8 cannot encode.
$script:JsonSpecial = '[\u0000-\u001f"\\\ud800-\udfff]'
# A MatchEvaluator where it is used. Few commands have such characters, and making a delegate takes time.
$script:EscapeJsonCharacter = {
    param($Match)
    '\u' + ([int][char]$Match.Value).ToString('x4')
}
$script:FollowedPreferences = 'VerbosePreference', 'DebugPreference', 'WarningPreference', 'InformationPreference', 'ErrorActionPreference', 'ProgressPreference', 'ConfirmPreference', 'WhatIfPreference'
$ExecutionContext.SessionState.Module.OnRemove = { Stop-Engine }
