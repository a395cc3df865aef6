function ConvertFrom-EngineStep {
    # Returns the value of a step that is not frequent: see ConvertFrom-EngineOutput. Nested values have steps of their own.
    param($Step, $Value, $Mailbox)
    switch ($Step) {
        $script:WireSteps['exactPairs'] {
            $made = [System.Collections.Generic.Dictionary[string, object]]::new([System.StringComparer]::Ordinal)
            for ($i = 0; $i -lt $Value.Count; $i += 2) { $made[$Value[$i]] = $Value[$i + 1] }
            return , $made
        }
        $script:WireSteps['plainSecret'] { return [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($Mailbox['Secrets'][$Value])) }
        $script:WireSteps['responseHeaders'] { return , (New-EngineResponseHeader $Mailbox['Secrets'][$Value]) }
    }
}
