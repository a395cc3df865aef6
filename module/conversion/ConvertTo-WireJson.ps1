function ConvertTo-WireJson {
    # Returns a value as JSON text. Secrets do not go into the text: each becomes a reference and is added to -Secrets,
    # which Send-EngineMessage writes last. ConvertTo-Json is not used because it differs between the two editions. Rare
    # types are in another function, because PowerShell compiles a whole function at its first call.
    param($Value, $Secrets, $Depth = 0)
    if ($Value -isnot [object]) { return 'null' }
    $plain = $Value
    if ($Value -is [System.Management.Automation.PSObject] -and $Value.PSObject.BaseObject -isnot [System.Management.Automation.PSCustomObject]) {
        $plain = $Value.PSObject.BaseObject
    }
    if ($plain -is [string]) {
        if ($plain -match $script:JsonSpecial) { $plain = [regex]::Replace($plain, $script:JsonSpecial, [System.Text.RegularExpressions.MatchEvaluator]$script:EscapeJsonCharacter) }
        return '"{0}"' -f $plain
    }
    if ($plain -is [bool]) { if ($plain) { return 'true' } else { return 'false' } }
    if ($plain -is [int]) { return [string]$plain }
    if ($plain -is [System.Management.Automation.SwitchParameter]) { if ('{0}' -f $plain -like 'True') { return 'true' } else { return 'false' } }
    if ($plain -is [securestring]) {
        $Secrets.Add($plain)
        return '{{"{0}":{1}}}' -f $script:WireTags['secureString'], ($Secrets.Count - 1)
    }
    if ($plain -is [System.Management.Automation.PSCredential]) {
        return '{{"{0}":{{"userName":{1},"password":{2}}}}}' -f $script:WireTags['credential'], (ConvertTo-WireJson $plain.UserName $Secrets), (ConvertTo-WireJson $plain.Password $Secrets)
    }
    # Our objects are not this deep. The limit stops an object that contains itself.
    if ($plain -is [System.Collections.IDictionary] -and $Depth -lt 12) {
        # get_Keys() and not .Keys, which would return the entry named Keys if there is one.
        $members = foreach ($key in $plain.get_Keys()) {
            $member = $plain[$key]
            # The common types are converted here, because a call for each takes most of the time.
            if ($member -is [string] -and $member -notmatch $script:JsonSpecial) { $text = '"{0}"' -f $member }
            elseif ($member -is [bool]) { if ($member) { $text = 'true' } else { $text = 'false' } }
            else { $text = ConvertTo-WireJson $member $Secrets ($Depth + 1) }
            $name = $key
            if ($name -isnot [string]) { $name = [string]$key }
            # Names that start with $ are reserved for the wire protocol, so a leading $ is doubled.
            if ($name -clike '$*') { $name = '$' + $name }
            if ($name -match $script:JsonSpecial) { $name = [regex]::Replace($name, $script:JsonSpecial, [System.Text.RegularExpressions.MatchEvaluator]$script:EscapeJsonCharacter) }
            '"{0}":{1}' -f $name, $text
        }
        return '{{{0}}}' -f ($members -join ',')
    }
    return ConvertTo-RareWireJson $Value $plain $Secrets $Depth
}
