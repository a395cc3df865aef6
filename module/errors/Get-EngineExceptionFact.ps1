function Get-EngineExceptionFact {
    # Returns the facts about an exception and its inner exceptions, the outermost first.
    param([System.Exception]$Exception, [bool]$Inner, [int]$Depth)
    if ($null -eq $Exception -or $Depth -gt 8) { return }
    if ($Exception -is [System.AggregateException]) {
        foreach ($each in $Exception.InnerExceptions) { Get-EngineExceptionFact $each $true ($Depth + 1) }
        return
    }
    $own = @{}
    foreach ($key in $Exception.Data.Keys) {
        if ("$key".StartsWith('AzLoginTs.', [System.StringComparison]::Ordinal)) { $own["$key".Substring(10)] = $Exception.Data[$key] }
    }
    @{
        type       = $Exception.GetType().FullName
        message    = $Exception.Message
        stackTrace = $Exception.StackTrace
        helpLink   = $Exception.HelpLink
        source     = $Exception.Source
        hresult    = $Exception.HResult
        inner      = $Inner
        own        = $own
        exchange   = Get-EngineExchangeFact $Exception
    }
    Get-EngineExceptionFact $Exception.InnerException $true ($Depth + 1)
}
