function Test-EngineStream {
    # Returns whether anything reads a line of this stream.
    param($Bound, [string]$Switch, $Preference)
    if ($Bound.ContainsKey($Switch)) { return [bool]$Bound[$Switch] }
    return "$Preference" -ne 'SilentlyContinue' -and "$Preference" -ne 'Ignore'
}
