function ConvertFrom-EngineOutput {
    # The outputs that a text of the engine holds, as PowerShell has them: PowerShell's own reader makes the objects, then
    # each step gives one its type, or puts a value in its place. What comes back from Import-Clixml or a job has the
    # second name only, must fit the same parameters, and be the same text.
    param([string]$Text, $Mailbox)
    $steps = [System.Management.Automation.PSSerializer]::DeserializeAsList($Text)
    for ($i = 0; $i -lt $steps.Length; $i += 4) {
        $step, $value, $place, $key = $steps[$i..($i + 3)]
        if ($step -cnotlike '$*') {
            $names = $value.PSObject.TypeNames
            # Behind a blank: a further name, for views.
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
