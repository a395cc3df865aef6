function ConvertFrom-EngineOutput {
    # Converts CliXml of the engine to output objects. PowerShell's deserializer creates the objects. Then each step gives
    # objects their type name, or puts a value in its place. The second type name is the one that an object has after
    # Import-Clixml or a job, so that both fit the same parameters and views.
    # No .PSObject of an output here: PowerShell makes a member set for each object on which it is used.
    # -like, -match, -creplace and -as are here where a comparison or a method would do, because those compile at their
    # first use: see Invoke-EngineCmdlet.
    param($Text, $Mailbox)
    $steps = [System.Management.Automation.PSSerializer]::DeserializeAsList($Text)
    for ($i = 0; $i -lt $steps.Length; $i += 4) {
        $step = $steps[$i]
        $value = $steps[$i + 1]
        if ($step -cnotlike '$*') {
            # After a space comes another type name, for views. It comes last, after the two that each object has.
            $mark = $null
            if ($step -clike '* *') {
                $mark = $step -creplace '^.* '
                $step = $step -creplace ' .*'
            }
            $second = 'Deserialized.{0}' -f $step
            # One object, or a list of them.
            foreach ($object in $value) {
                $names = $object.PSTypeNames
                if ($mark -is [string]) { $names.Insert(2, $mark) }
                $names.Insert(0, $second)
                $names.Insert(0, $step)
            }
        } elseif ($step -cnotlike $script:WireSteps['value']) {
            if ($step -clike $script:WireSteps['copy']) {
                Copy-EngineMember $value $steps[$i + 3]
                continue
            }
            if ($step -clike $script:WireSteps['pairs']) {
                $made = [System.Collections.Generic.Dictionary[string, object]]::new([System.StringComparer]::OrdinalIgnoreCase)
                $key = $null
                foreach ($item in $value) {
                    if ($key -is [string]) {
                        $made[$key] = $item
                        $key = $null
                    } else {
                        $key = $item
                    }
                }
            } elseif ($step -clike $script:WireSteps['list']) {
                # Always a new array, also if it is empty.
                $made = $value -as [object[]]
            } else {
                $made = ConvertFrom-EngineStep $step $value $Mailbox
            }
            $value = $made
            $steps[$i + 1] = $value
        }
        $place = $steps[$i + 2]
        if ($place -is [int]) {
            if ($place -notmatch '^[1-9]') {
                if ($place -like '-1') { , $value } elseif ($place -like '-*') { $value }
                continue
            }
            $place = $steps[$place]
        }
        $key = $steps[$i + 3]
        if ($place -is [System.Management.Automation.PSCustomObject]) { $place.$key = $value } else { $place[$key] = $value }
    }
}
