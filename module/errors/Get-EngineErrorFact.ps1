function Get-EngineErrorFact {
    # What is to be known of an error, as plain values: the engine explains it and takes secrets out of it. What
    # parameters were given stays here: nobody can tell which of them are secrets.
    param([System.Management.Automation.ErrorRecord]$Record)
    $category = $Record.CategoryInfo
    $fact = @{
        id               = $Record.FullyQualifiedErrorId
        category         = @{ name = [string]$category.Category; activity = $category.Activity; reason = $category.Reason; targetName = $category.TargetName; targetType = $category.TargetType }
        scriptStackTrace = $Record.ScriptStackTrace
        exceptions       = @(Get-EngineExceptionFact $Record.Exception)
    }
    if ($null -ne $Record.ErrorDetails) {
        $fact.details = @{ message = $Record.ErrorDetails.Message; recommendedAction = $Record.ErrorDetails.RecommendedAction }
    }
    $invocation = $Record.InvocationInfo
    if ($null -ne $invocation) {
        $fact.invocation = @{
            command    = [string]$invocation.MyCommand
            name       = $invocation.InvocationName
            line       = $invocation.Line
            position   = $invocation.PositionMessage
            script     = $invocation.ScriptName
            lineNumber = $invocation.ScriptLineNumber
            offset     = $invocation.OffsetInLine
            historyId  = $invocation.HistoryId
        }
    }
    return $fact
}
