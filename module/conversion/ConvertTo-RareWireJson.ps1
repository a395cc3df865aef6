function ConvertTo-RareWireJson {
    # Does the work of ConvertTo-WireJson for rare types.
    param($Value, $Plain, $Secrets, [int]$Depth)
    # The text as the user typed it: ToString() would decode escapes and add a slash.
    if ($Plain -is [uri]) { return ConvertTo-WireJson $Plain.OriginalString $null }
    if ($Plain -is [char] -or $Plain -is [guid] -or $Plain -is [version] -or $Plain -is [enum]) { return ConvertTo-WireJson $Plain.ToString() $null }
    if ($Plain -is [datetimeoffset]) { return '{"' + $script:WireTags['dateTimeOffset'] + '":' + (ConvertTo-WireUnixTime $Plain) + '}' }
    if ($Plain -is [datetime]) { return '{"' + $script:WireTags['dateTimeOffset'] + '":' + (ConvertTo-WireUnixTime ([datetimeoffset]$Plain)) + '}' }
    if ($Plain -is [timespan]) { return '{"' + $script:WireTags['timeSpan'] + '":' + [long]($Plain.Ticks / 10000) + '}' }
    if ($Plain -is [System.IFormattable] -and $Plain.GetType().IsPrimitive -or $Plain -is [decimal]) {
        $number = $Plain.ToString($null, [System.Globalization.CultureInfo]::InvariantCulture)
        # JSON has no number for NaN and infinity.
        if ($number -notmatch '^-?\d') { $number = '"' + $number + '"' }
        return $number
    }
    if ($Plain -is [System.Management.Automation.ErrorRecord]) { return ConvertTo-WireJson (Get-EngineErrorFact $Plain) $Secrets $Depth }
    if ($Depth -ge 12) { return 'null' }
    if ($Plain -is [System.Collections.IEnumerable]) {
        $items = foreach ($item in $Plain) { ConvertTo-WireJson $item $Secrets ($Depth + 1) }
        return '[' + ($items -join ',') + ']'
    }
    $members = @('"' + $script:WireTypeKey + '":' + (ConvertTo-WireJson ($Value.PSObject.TypeNames[0] -replace '^Deserialized\.') $null))
    # For objects of other libraries the type name is enough to refuse them. Some reference everything in the process.
    if ($Plain -isnot [System.Management.Automation.PSObject] -and -not $Plain.GetType().FullName.StartsWith('Microsoft.Azure.', [System.StringComparison]::Ordinal)) { return '{' + $members[0] + '}' }
    foreach ($property in $Value.PSObject.Properties) {
        if ($property.MemberType -ne 'NoteProperty' -and $property.MemberType -ne 'Property') { continue }
        $name = $property.Name
        if ($name.StartsWith('$', [System.StringComparison]::Ordinal)) { $name = '$' + $name }
        $members += (ConvertTo-WireJson $name $null) + ':' + (ConvertTo-WireJson $property.Value $Secrets ($Depth + 1))
    }
    return '{' + ($members -join ',') + '}'
}
