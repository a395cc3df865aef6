function Test-EngineStream {
    # Whether anything would be done with a line of this stream.
    param($Bound, [string]$Switch, $Preference)
    if ($Bound.ContainsKey($Switch)) { return [bool]$Bound[$Switch] }
    return "$Preference" -ne 'SilentlyContinue' -and "$Preference" -ne 'Ignore'
}
