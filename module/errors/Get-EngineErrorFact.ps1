function Get-EngineErrorFact {
    # Returns the facts about an error as plain values. The engine explains them and removes secrets. The parameters of
    # the failed command are not sent, because any of them can be a secret.
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
