function ConvertTo-WireJson {
    # A value as JSON text. Secrets do not go into the text: each becomes a reference and is added to -Secrets, which
    # Send-EngineMessage writes last. Written by hand because ConvertTo-Json differs between the two editions. What is
    # rare stands in a function of its own: PowerShell compiles a function as a whole when it is first called.
    param($Value, [System.Collections.Generic.List[securestring]]$Secrets, [int]$Depth = 0)
    if ($null -eq $Value) { return 'null' }
    $plain = $Value
    if ($Value -is [System.Management.Automation.PSObject] -and $Value.PSObject.BaseObject -isnot [System.Management.Automation.PSCustomObject]) {
        $plain = $Value.PSObject.BaseObject
    }
    if ($plain -is [string]) {
        if ($plain -match $script:JsonSpecial) { $plain = [regex]::Replace($plain, $script:JsonSpecial, $script:EscapeJsonCharacter) }
        return '"' + $plain + '"'
    }
    if ($plain -is [bool]) { if ($plain) { return 'true' } else { return 'false' } }
    if ($plain -is [int]) { return [string]$plain }
    if ($plain -is [System.Management.Automation.SwitchParameter]) { if ($plain.IsPresent) { return 'true' } else { return 'false' } }
    if ($plain -is [securestring]) {
        $Secrets.Add($plain)
        return '{"' + $script:WireTags['secureString'] + '":' + ($Secrets.Count - 1) + '}'
    }
    # Deeper than any object of ours; an object that refers to itself must end somewhere.
    if ($Depth -lt 12 -and $plain -is [System.Collections.IDictionary]) {
        # As a call: .Keys would be the member of that name where there is one.
        $members = foreach ($key in $plain.get_Keys()) {
            $member = $plain[$key]
            # What most are is written here: a call for each takes most of the time.
            if ($member -is [string] -and $member -notmatch $script:JsonSpecial) { $text = '"' + $member + '"' }
            elseif ($member -is [bool]) { if ($member) { $text = 'true' } else { $text = 'false' } }
            else { $text = ConvertTo-WireJson $member $Secrets ($Depth + 1) }
            $name = [string]$key
            # What begins with one is the wire's own.
            if ($name.StartsWith('$', [System.StringComparison]::Ordinal)) { $name = '$' + $name }
            if ($name -match $script:JsonSpecial) { $name = [regex]::Replace($name, $script:JsonSpecial, $script:EscapeJsonCharacter) }
            '"' + $name + '":' + $text
        }
        return '{' + ($members -join ',') + '}'
    }
    return ConvertTo-RareWireJson $Value $plain $Secrets $Depth
}

function ConvertTo-RareWireJson {
    # As ConvertTo-WireJson, for what most calls have nothing of.
    param($Value, $Plain, $Secrets, [int]$Depth)
    # What was given, to the letter: ToString() would undo escapes in it and add a slash.
    if ($Plain -is [uri]) { return ConvertTo-WireJson $Plain.OriginalString $null }
    if ($Plain -is [char] -or $Plain -is [guid] -or $Plain -is [version] -or $Plain -is [enum]) { return ConvertTo-WireJson $Plain.ToString() $null }
    if ($Plain -is [System.Management.Automation.PSCredential]) {
        $Secrets.Add($Plain.Password)
        return '{"' + $script:WireTags['credential'] + '":{"userName":' + (ConvertTo-WireJson $Plain.UserName $Secrets) +
        ',"password":{"' + $script:WireTags['secureString'] + '":' + ($Secrets.Count - 1) + '}}}'
    }
    if ($Plain -is [datetimeoffset]) { return '{"' + $script:WireTags['dateTimeOffset'] + '":' + (ConvertTo-WireUnixTime $Plain) + '}' }
    if ($Plain -is [datetime]) { return '{"' + $script:WireTags['dateTimeOffset'] + '":' + (ConvertTo-WireUnixTime ([datetimeoffset]$Plain)) + '}' }
    if ($Plain -is [timespan]) { return '{"' + $script:WireTags['timeSpan'] + '":' + [long]($Plain.Ticks / 10000) + '}' }
    if ($Plain -is [System.IFormattable] -and $Plain.GetType().IsPrimitive -or $Plain -is [decimal]) {
        $number = $Plain.ToString($null, [System.Globalization.CultureInfo]::InvariantCulture)
        # JSON has no words for what is no number.
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
    # Of objects of other libraries the name is enough to refuse them; some lead to all that there is in the process.
    if ($Plain -isnot [System.Management.Automation.PSObject] -and -not $Plain.GetType().FullName.StartsWith('Microsoft.Azure.', [System.StringComparison]::Ordinal)) { return '{' + $members[0] + '}' }
    foreach ($property in $Value.PSObject.Properties) {
        if ($property.MemberType -ne 'NoteProperty' -and $property.MemberType -ne 'Property') { continue }
        $name = $property.Name
        if ($name.StartsWith('$', [System.StringComparison]::Ordinal)) { $name = '$' + $name }
        $members += (ConvertTo-WireJson $name $null) + ':' + (ConvertTo-WireJson $property.Value $Secrets ($Depth + 1))
    }
    return '{' + ($members -join ',') + '}'
}

function ConvertTo-WireUnixTime {
    param([datetimeoffset]$Value)
    # ToUnixTimeMilliseconds is missing before .NET Framework 4.6.
    return [long](($Value.UtcTicks - 621355968000000000) / 10000)
}
