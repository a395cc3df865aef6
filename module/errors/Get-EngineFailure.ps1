function Get-EngineFailure {
    # Returns an error that the PowerShell side raises itself. Its words come from the error catalogue, at build time.
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
