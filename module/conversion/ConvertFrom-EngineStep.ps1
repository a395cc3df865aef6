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
