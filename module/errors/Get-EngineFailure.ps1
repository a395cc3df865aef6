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
