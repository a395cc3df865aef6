function New-EngineErrorRecord {
    # Returns an error of the engine as an ErrorRecord, with a .NET exception, a stable id, and the facts in
    # Exception.Data for scripts.
    param($Data)
    $text = $Data.message
    if ($Data.action) { $text = $text + ' ' + $Data.action }
    $type = $Data.exception -as [type]
    if ($null -eq $type) { $type = [System.InvalidOperationException] }
    $exception = $type::new($text)
    $exception.Data['AzLoginTs.Id'] = $Data.id
    $exception.Data['AzLoginTs.Message'] = $Data.message
    $exception.Data['AzLoginTs.Action'] = $Data.action
    if ($null -ne $Data.stack) { $exception.Data['AzLoginTs.Stack'] = $Data.stack }
    foreach ($member in 'retryAfterSeconds', 'causes') {
        if ($null -ne $Data.$member) { $exception.Data['AzLoginTs.' + $member] = $Data.$member }
    }
    foreach ($facts in $Data.entra, $Data.request) {
        if ($null -eq $facts) { continue }
        foreach ($fact in $facts.PSObject.Properties) {
            $value = $fact.Value
            if ($value -is [System.Management.Automation.PSCustomObject]) {
                $value = [System.Collections.Generic.Dictionary[string, object]]::new([System.StringComparer]::OrdinalIgnoreCase)
                foreach ($inner in $fact.Value.PSObject.Properties) { $value[$inner.Name] = $inner.Value }
            }
            $exception.Data['AzLoginTs.' + $fact.Name] = $value
        }
    }
    $category = $Data.category -as [System.Management.Automation.ErrorCategory]
    if ($null -eq $category) { $category = [System.Management.Automation.ErrorCategory]::NotSpecified }
    $record = [System.Management.Automation.ErrorRecord]::new($exception, $Data.id, $category, $Data.target)
    # ConciseView prints the recommended action on its own line. The other views print only the message.
    if ($ErrorView -eq 'ConciseView') { $text = $Data.message }
    $record.ErrorDetails = [System.Management.Automation.ErrorDetails]::new($text)
    $record.ErrorDetails.RecommendedAction = $Data.action
    return $record
}
