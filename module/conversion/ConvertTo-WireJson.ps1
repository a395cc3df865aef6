function ConvertTo-WireJson {
    # A value as JSON text. Secrets do not go into the text: each becomes a reference and is added to -Secrets, which
    # Send-EngineMessage writes last. Written by hand because ConvertTo-Json differs between the two editions.
    param($Value, [System.Collections.Generic.List[securestring]]$Secrets, [int]$Depth = 0)
    if ($null -eq $Value) { return 'null' }
    $plain = $Value
    if ($Value -is [System.Management.Automation.PSObject] -and $Value.PSObject.BaseObject -isnot [System.Management.Automation.PSCustomObject]) {
        $plain = $Value.PSObject.BaseObject
    }
    # What was given, to the letter: ToString() would undo escapes in it and add a slash.
    if ($plain -is [uri]) { $plain = $plain.OriginalString }
    if ($plain -is [string] -or $plain -is [char] -or $plain -is [guid] -or $plain -is [version] -or $plain -is [enum]) {
        return '"' + [regex]::Replace($plain.ToString(), '[\u0000-\u001f"\\]', $script:EscapeJsonCharacter) + '"'
    }
    if ($plain -is [bool]) { if ($plain) { return 'true' } else { return 'false' } }
    if ($plain -is [System.Management.Automation.SwitchParameter]) { if ($plain.IsPresent) { return 'true' } else { return 'false' } }
    if ($plain -is [securestring]) {
        $Secrets.Add($plain)
        return '{"' + $script:WireTags['secureString'] + '":' + ($Secrets.Count - 1) + '}'
    }
    if ($plain -is [System.Management.Automation.PSCredential]) {
        $Secrets.Add($plain.Password)
        return '{"' + $script:WireTags['credential'] + '":{"userName":' + (ConvertTo-WireJson $plain.UserName $Secrets) +
        ',"password":{"' + $script:WireTags['secureString'] + '":' + ($Secrets.Count - 1) + '}}}'
    }
    if ($plain -is [datetimeoffset]) { return '{"' + $script:WireTags['dateTimeOffset'] + '":' + (ConvertTo-WireUnixTime $plain) + '}' }
    if ($plain -is [datetime]) { return '{"' + $script:WireTags['dateTimeOffset'] + '":' + (ConvertTo-WireUnixTime ([datetimeoffset]$plain)) + '}' }
    if ($plain -is [timespan]) { return '{"' + $script:WireTags['timeSpan'] + '":' + [long]($plain.Ticks / 10000) + '}' }
    if ($plain -is [System.IFormattable] -and $plain.GetType().IsPrimitive -or $plain -is [decimal]) {
        return $plain.ToString($null, [System.Globalization.CultureInfo]::InvariantCulture)
    }
    if ($plain -is [System.Management.Automation.ErrorRecord]) { return ConvertTo-WireJson (Get-EngineErrorFact $plain) $Secrets $Depth }
    # Deeper than any object of ours; an object that refers to itself must end somewhere.
    if ($Depth -ge 12) { return 'null' }
    if ($plain -is [System.Collections.IDictionary]) {
        $members = foreach ($key in $plain.Keys) {
            $member = $plain[$key]
            # What most are is written here: a call for each takes most of the time.
            if ($member -is [string]) { $text = '"' + [regex]::Replace($member, '[\u0000-\u001f"\\]', $script:EscapeJsonCharacter) + '"' }
            elseif ($member -is [bool]) { if ($member) { $text = 'true' } else { $text = 'false' } }
            else { $text = ConvertTo-WireJson $member $Secrets ($Depth + 1) }
            '"' + [regex]::Replace([string]$key, '[\u0000-\u001f"\\]', $script:EscapeJsonCharacter) + '":' + $text
        }
        return '{' + ($members -join ',') + '}'
    }
    if ($plain -is [System.Collections.IEnumerable]) {
        $items = foreach ($item in $plain) { ConvertTo-WireJson $item $Secrets ($Depth + 1) }
        return '[' + ($items -join ',') + ']'
    }
    $members = @('"' + $script:WireTypeKey + '":' + (ConvertTo-WireJson ($Value.PSObject.TypeNames[0] -replace '^Deserialized\.') $null))
    foreach ($property in $Value.PSObject.Properties) {
        if ($property.MemberType -ne 'NoteProperty' -and $property.MemberType -ne 'Property') { continue }
        $members += (ConvertTo-WireJson $property.Name $null) + ':' + (ConvertTo-WireJson $property.Value $Secrets ($Depth + 1))
    }
    return '{' + ($members -join ',') + '}'
}

function ConvertTo-WireUnixTime {
    param([datetimeoffset]$Value)
    # ToUnixTimeMilliseconds is missing before .NET Framework 4.6.
    return [long](($Value.UtcTicks - 621355968000000000) / 10000)
}
