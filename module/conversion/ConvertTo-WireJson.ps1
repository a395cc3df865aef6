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
