function ConvertFrom-EngineOutput {
    # Converts CliXml of the engine to output objects. PowerShell's deserializer creates the objects. Then each step gives
    # objects their type name, or puts a value in its place. The second type name is the one that an object has after
    # Import-Clixml or a job, so that both fit the same parameters and views.
    # No .PSObject of an output here: PowerShell makes a member set for each object on which it is used.
    # -clike, -match, -creplace and -as are here where another comparison or a method would do, because those compile at
    # their first use: see Invoke-EngineCmdlet.
    param($Text, $Mailbox)
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
        } elseif ($step -ceq $copy) {
            Copy-EngineMember $value $steps[$i + 3]
            continue
        } elseif (-not ($step -ceq $asIs)) {
            if ($step -ceq $pairs) {
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
            } elseif ($step -ceq $secret) {
                # All at once: appending characters one by one takes longer than the rest of the call.
                $made = [System.Net.NetworkCredential]::new('', [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($Mailbox['Secrets'][$value]))).SecurePassword
                $made.MakeReadOnly()
            } elseif ($step -ceq $time) {
                $made = [datetimeoffset]::new($value * 10000 + 621355968000000000, [timespan]::Zero)
            } elseif ($step -ceq $list) {
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
