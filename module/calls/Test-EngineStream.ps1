function Test-EngineStream {
    # Returns, as JSON, whether anything reads a line of this stream.
    param($Caller, $Bound, $Switch)
    if ($Bound.Count -and $Bound.ContainsKey($Switch)) {
        if ($Bound[$Switch]) { return 'true' }
    } elseif ((Get-EnginePreference $Caller ($Switch + 'Preference')) -notmatch '^(SilentlyContinue|Ignore)?$') {
        return 'true'
    }
    return 'false'
}
