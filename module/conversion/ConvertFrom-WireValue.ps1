function ConvertFrom-WireValue {
    # A value of the wire as PowerShell has it: tags become what they stand for, objects get their type name.
    param($Value, $Secrets)
    if ($Value -is [System.Array]) {
        $items = [object[]]::new($Value.Length)
        for ($i = 0; $i -lt $Value.Length; $i++) { $items[$i] = ConvertFrom-WireValue $Value[$i] $Secrets }
        return , $items
    }
    if ($Value -isnot [System.Management.Automation.PSCustomObject]) { return $Value }
    $typeName = $null
    $members = $Value.PSObject.Properties
    foreach ($member in $members) {
        $name = $member.Name
        if ($name[0] -eq '$') {
            switch ($name) {
                $script:WireTypeKey { $typeName = $member.Value }
                $script:WireTags.text { return $member.Value.Substring(1) }
                $script:WireTags.dateTimeOffset { return [datetimeoffset]::new([long]$member.Value * 10000 + 621355968000000000, [timespan]::Zero) }
                $script:WireTags.plainSecret { return [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($Secrets[[int]$member.Value])) }
                $script:WireTags.responseHeaders { return , (New-EngineResponseHeader $Secrets[[int]$member.Value]) }
                $script:WireTags.secureString {
                    # In one step: character by character takes longer than all the rest of a call.
                    $secure = [System.Net.NetworkCredential]::new('', [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($Secrets[[int]$member.Value]))).SecurePassword
                    $secure.MakeReadOnly()
                    return $secure
                }
            }
        } elseif ($member.Value -is [long]) {
            # PowerShell 7 reads every whole number as a long, where Windows PowerShell, and Az.Accounts, have an int.
            if ([math]::Abs($member.Value) -le [int]::MaxValue) { $member.Value = [int]$member.Value }
        } elseif ($null -ne $member.Value -and $member.Value -isnot [string]) {
            $member.Value = ConvertFrom-WireValue $member.Value $Secrets
        }
    }
    if ($null -eq $typeName) {
        $table = [System.Collections.Generic.Dictionary[string, object]]::new([System.StringComparer]::OrdinalIgnoreCase)
        foreach ($member in $members) { $table[$member.Name] = $member.Value }
        return , $table
    }
    $members.Remove($script:WireTypeKey)
    $Value.PSObject.TypeNames.Insert(0, $typeName)
    # What comes back from Import-Clixml or a job has this name only, must fit the same parameters, and be the same text.
    $Value.PSObject.TypeNames.Insert(1, 'Deserialized.' + $typeName)
    return $Value
}
