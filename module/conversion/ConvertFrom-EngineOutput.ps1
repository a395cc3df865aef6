function ConvertFrom-EngineOutput {
    # Converts CliXml of the engine to output objects. PowerShell's deserializer creates the objects. Then each step gives
    # an object its type name or puts a value in its place. The second type name is the one that an object has after
    # Import-Clixml or a job, so that both fit the same parameters and views.
    param([string]$Text, $Mailbox)
    $steps = [System.Management.Automation.PSSerializer]::DeserializeAsList($Text)
    for ($i = 0; $i -lt $steps.Length; $i += 4) {
        $step, $value, $place, $key = $steps[$i..($i + 3)]
        if ($step -cnotlike '$*') {
            $names = $value.PSObject.TypeNames
            # After a space comes another type name, for views.
            if ($step -clike '* *') { $step, $mark = $step -csplit ' '; $names.Add($mark) }
            $names.Insert(0, $step)
            $names.Insert(1, 'Deserialized.' + $step)
        } elseif ($step -cne $script:WireSteps['value']) {
            $value = ConvertFrom-EngineStep $step $value $Mailbox
            $steps[$i + 1] = $value
        }
        if ($place -gt 0) {
            $holder = $steps[$place]
            if ($holder -is [System.Management.Automation.PSCustomObject]) { $holder.PSObject.Properties[$key].Value = $value } else { $holder[$key] = $value }
        }
    }
    for ($i = 0; $i -lt $steps.Length; $i += 4) {
        if ($steps[$i + 2] -lt 0) { , $steps[$i + 1] }
    }
}
