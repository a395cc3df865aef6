function ConvertFrom-EngineOutput {
    # Converts CliXml of the engine to output objects. PowerShell's deserializer creates the objects. Then each step gives
    # an object its type name or puts a value in its place. The second type name is the one that an object has after
    # Import-Clixml or a job, so that both fit the same parameters and views.
    # The frequent steps are done here instead of in ConvertFrom-EngineStep, because calls of functions take most of the
    # time for a long list.
    param([string]$Text, $Mailbox)
    $steps = [System.Management.Automation.PSSerializer]::DeserializeAsList($Text)
    $asIs = $script:WireSteps['value']
    $pairs = $script:WireSteps['pairs']
    $list = $script:WireSteps['list']
    for ($i = 0; $i -lt $steps.Length; $i += 4) {
        $step = $steps[$i]
        $value = $steps[$i + 1]
        if ($step[0] -cne '$') {
            $names = $value.PSTypeNames
            # After a space comes another type name, for views.
            if ($step.Contains(' ')) { $step, $mark = $step -csplit ' '; $names.Add($mark) }
            $names.Insert(0, 'Deserialized.' + $step)
            $names.Insert(0, $step)
        } elseif ($step -cne $asIs) {
            if ($step -ceq $pairs) {
                # Keys are case-insensitive, unless two of them differ only in case.
                $made = [System.Collections.Generic.Dictionary[string, object]]::new([System.StringComparer]::OrdinalIgnoreCase)
                for ($j = 0; $j -lt $value.Count; $j += 2) { $made[$value[$j]] = $value[$j + 1] }
                if ($made.get_Count() * 2 -ne $value.Count) { $made = ConvertFrom-EngineStep $step $value $Mailbox }
            } elseif ($step -ceq $list) {
                # ToArray() would return the same array for all empty lists.
                $made = [object[]]::new($value.get_Count())
                $value.CopyTo($made)
            } else {
                $made = ConvertFrom-EngineStep $step $value $Mailbox
            }
            $value = $made
            $steps[$i + 1] = $value
        }
        $place = $steps[$i + 2]
        if ($place -gt 0) {
            $holder = $steps[$place]
            $key = $steps[$i + 3]
            if ($holder -is [System.Management.Automation.PSCustomObject]) { $holder.$key = $value } else { $holder[$key] = $value }
        }
    }
    for ($i = 0; $i -lt $steps.Length; $i += 4) {
        if ($steps[$i + 2] -lt 0) { , $steps[$i + 1] }
    }
}
