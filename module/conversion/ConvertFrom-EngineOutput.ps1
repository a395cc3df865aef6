function ConvertFrom-EngineOutput {
    # Converts CliXml of the engine to output objects. PowerShell's deserializer creates the objects. Then each step gives
    # objects their type name, or puts a value in its place. The second type name is the one that an object has after
    # Import-Clixml or a job, so that both fit the same parameters and views.
    # No .PSObject of an output here: PowerShell makes a member set for each object on which it is used.
    param([string]$Text, $Mailbox)
    $steps = [System.Management.Automation.PSSerializer]::DeserializeAsList($Text)
    $asIs = $script:WireSteps['value']
    $pairs = $script:WireSteps['pairs']
    $list = $script:WireSteps['list']
    $copy = $script:WireSteps['copy']
    $secret = $script:WireSteps['secureString']
    $time = $script:WireSteps['dateTimeOffset']
    for ($i = 0; $i -lt $steps.Length; $i += 4) {
        $step = $steps[$i]
        $value = $steps[$i + 1]
        if ($step[0] -cne '$') {
            # After a space comes another type name, for views.
            $mark = $null
            if ($step.Contains(' ')) { $step, $mark = $step -csplit ' ' }
            $second = 'Deserialized.' + $step
            # One object, or a list of them.
            foreach ($object in $value) {
                $names = $object.PSTypeNames
                if ($null -ne $mark) { $names.Add($mark) }
                $names.Insert(0, $second)
                $names.Insert(0, $step)
            }
        } elseif ($step -cne $asIs) {
            if ($step -ceq $pairs) {
                # Keys are case-insensitive, unless two of them differ only in case.
                $made = [System.Collections.Generic.Dictionary[string, object]]::new([System.StringComparer]::OrdinalIgnoreCase)
                for ($j = 0; $j -lt $value.Count; $j += 2) { $made[$value[$j]] = $value[$j + 1] }
                if ($made.get_Count() * 2 -ne $value.Count) { $made = ConvertFrom-EngineStep $step $value $Mailbox }
            } elseif ($step -ceq $secret) {
                # All at once: appending characters one by one takes longer than the rest of the call.
                $made = [System.Net.NetworkCredential]::new('', [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($Mailbox['Secrets'][$value]))).SecurePassword
                $made.MakeReadOnly()
            } elseif ($step -ceq $time) {
                $made = [datetimeoffset]::new($value * 10000 + 621355968000000000, [timespan]::Zero)
            } elseif ($step -ceq $list) {
                # ToArray() would return the same array for all empty lists.
                $made = [object[]]::new($value.get_Count())
                $value.CopyTo($made)
            } elseif ($step -ceq $copy) {
                Copy-EngineMember $value $steps[$i + 3]
                continue
            } else {
                $made = ConvertFrom-EngineStep $step $value $Mailbox
            }
            $value = $made
            $steps[$i + 1] = $value
        }
        $place = $steps[$i + 2]
        if ($place -is [int]) {
            if ($place -le 0) { continue }
            $place = $steps[$place]
        }
        $key = $steps[$i + 3]
        if ($place -is [System.Management.Automation.PSCustomObject]) { $place.$key = $value } else { $place[$key] = $value }
    }
    for ($i = 0; $i -lt $steps.Length; $i += 4) {
        $place = $steps[$i + 2]
        if ($place -isnot [int] -or $place -ge 0) { continue }
        if ($place -eq -1) { , $steps[$i + 1] } else { $steps[$i + 1] }
    }
}
