function ConvertFrom-WireValue {
    # A value of the wire as PowerShell has it: tags become what they stand for, objects get their type name. What is
    # inside of objects and lists waits in places, and is put there in turn: a call for each takes most of the time
    # where there are thousands.
    param($Value, $Mailbox)
    $root = [object[]]::new(1)
    $places = [System.Collections.Generic.Stack[object[]]]::new()
    $places.Push(@($root, 0, $Value))
    while ($places.Count -gt 0) {
        $place, $key, $plain = $places.Pop()
        if ($plain -is [System.Array]) {
            $made = [object[]]::new($plain.Length)
            for ($i = 0; $i -lt $plain.Length; $i++) {
                if ($null -eq $plain[$i] -or $plain[$i] -is [string]) { $made[$i] = $plain[$i] } else { $places.Push(@($made, $i, $plain[$i])) }
            }
        } elseif ($plain -is [System.Management.Automation.PSCustomObject]) {
            $members = $plain.PSObject.Properties
            $typeName = $members[$script:WireTypeKey]
            if ($null -ne $typeName) {
                foreach ($member in $members) {
                    $inner = $member.Value
                    if ($null -ne $inner -and $inner -isnot [string] -and $inner -isnot [bool]) { $places.Push(@($member, $null, $inner)) }
                }
                $members.Remove($script:WireTypeKey)
                $plain.PSObject.TypeNames.Insert(0, $typeName.Value)
                # What comes back from Import-Clixml or a job has this name only, must fit the same parameters, and be the same text.
                $plain.PSObject.TypeNames.Insert(1, 'Deserialized.' + $typeName.Value)
                $mark = $members[$script:WireMarkKey]
                if ($null -ne $mark) {
                    $members.Remove($script:WireMarkKey)
                    $plain.PSObject.TypeNames.Add($mark.Value)
                }
                $made = $plain
            } else {
                $made = [System.Collections.Generic.Dictionary[string, object]]::new([System.StringComparer]::OrdinalIgnoreCase)
                foreach ($member in $members) {
                    if ($member.Name[0] -eq '$') {
                        $made = ConvertFrom-WireTag $member $plain $Mailbox
                        break
                    }
                    $inner = $member.Value
                    $made[$member.Name] = $inner
                    if ($null -ne $inner -and $inner -isnot [string]) { $places.Push(@($made, $member.Name, $inner)) }
                }
            }
        } elseif ($plain -is [long] -and [math]::Abs($plain) -le [int]::MaxValue) {
            # PowerShell 7 reads every whole number as a long, where Windows PowerShell, and Az.Accounts, have an int.
            $made = [int]$plain
        } else {
            $made = $plain
        }
        if ($null -eq $key) { $place.Value = $made } else { $place[$key] = $made }
    }
    return , $root[0]
}

function ConvertFrom-WireTag {
    # What an object stands for whose first member is a tag.
    param($Tag, $Whole, $Mailbox)
    switch ($Tag.Name) {
        $script:WireTags['text'] { return $Tag.Value.Substring(1) }
        $script:WireTags['dateTimeOffset'] { return [datetimeoffset]::new([long]$Tag.Value * 10000 + 621355968000000000, [timespan]::Zero) }
        $script:WireTags['plainSecret'] { return [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($Mailbox['Secrets'][[int]$Tag.Value])) }
        $script:WireTags['pairs'] { return , (ConvertFrom-WirePair $Tag.Value $Mailbox) }
        $script:WireTags['shared'] {
            $number = [int]$Tag.Value
            if ($null -ne $Whole.value) { $Mailbox['Shared'][$number] = ConvertFrom-WireValue $Whole.value $Mailbox }
            return $Mailbox['Shared'][$number].PSObject.Copy()
        }
        $script:WireTags['responseHeaders'] { return , (New-EngineResponseHeader $Mailbox['Secrets'][[int]$Tag.Value]) }
        $script:WireTags['secureString'] {
            # In one step: character by character takes longer than all the rest of a call.
            $secure = [System.Net.NetworkCredential]::new('', [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($Mailbox['Secrets'][[int]$Tag.Value]))).SecurePassword
            $secure.MakeReadOnly()
            return $secure
        }
    }
}

function ConvertFrom-WirePair {
    # A dictionary from its keys and values in turn: its keys are found in any case, unless two differ by case only.
    param($Pairs, $Mailbox)
    $items = ConvertFrom-WireValue $Pairs $Mailbox
    foreach ($comparer in [System.StringComparer]::OrdinalIgnoreCase, [System.StringComparer]::Ordinal) {
        $made = [System.Collections.Generic.Dictionary[string, object]]::new($comparer)
        for ($i = 0; $i -lt $items.Length; $i += 2) { $made[$items[$i]] = $items[$i + 1] }
        if ($made.get_Count() * 2 -eq $items.Length) { break }
    }
    return , $made
}
