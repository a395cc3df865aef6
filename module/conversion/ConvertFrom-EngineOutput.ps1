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

function ConvertFrom-EngineStep {
    # The value that a step stands for. Deeper values come in steps of their own.
    param($Step, $Value, $Mailbox)
    switch ($Step) {
        $script:WireSteps['pairs'] {
            # Keys are found in any case, unless two differ by case only.
            foreach ($comparer in [System.StringComparer]::OrdinalIgnoreCase, [System.StringComparer]::Ordinal) {
                $made = [System.Collections.Generic.Dictionary[string, object]]::new($comparer)
                for ($i = 0; $i -lt $Value.Count; $i += 2) { $made[$Value[$i]] = $Value[$i + 1] }
                if ($made.get_Count() * 2 -eq $Value.Count) { break }
            }
            return , $made
        }
        $script:WireSteps['list'] {
            # ToArray() would give all empty ones the same array.
            $made = [object[]]::new($Value.get_Count())
            $Value.CopyTo($made)
            return , $made
        }
        $script:WireSteps['copy'] { return $Value.PSObject.Copy() }
        $script:WireSteps['dateTimeOffset'] { return [datetimeoffset]::new($Value * 10000 + 621355968000000000, [timespan]::Zero) }
        $script:WireSteps['plainSecret'] { return [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($Mailbox['Secrets'][$Value])) }
        $script:WireSteps['responseHeaders'] { return , (New-EngineResponseHeader $Mailbox['Secrets'][$Value]) }
        $script:WireSteps['secureString'] {
            # In one step: character by character takes longer than all the rest of a call.
            $secure = [System.Net.NetworkCredential]::new('', [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($Mailbox['Secrets'][$Value]))).SecurePassword
            $secure.MakeReadOnly()
            return $secure
        }
    }
}
