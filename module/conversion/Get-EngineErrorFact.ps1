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

function Get-EngineExceptionFact {
    # An exception and those inside it, outermost first; of several at once each.
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

function Get-EngineExchangeFact {
    # What went to a server and came back, where the exception can tell: those of the Azure modules (Microsoft.Rest,
    # Hyak, the generated clients), of the Azure SDK, of MSAL, and of PowerShell's own web cmdlets. Their types are
    # not loaded here, so that they are told by their properties.
    param($Exception)
    $response = $Exception.Response
    if ($null -eq $response -and $null -ne $Exception.PSObject.Methods['GetRawResponse']) { $response = $Exception.GetRawResponse() }
    $request = $Exception.Request
    if ($null -eq $request) { $request = $Exception.RequestMessage }
    if ($null -eq $request) { $request = $response.RequestMessage }
    $status = $response.StatusCode
    foreach ($other in $response.Status, $Exception.StatusCode, $Exception.Status) {
        if ($null -eq ($status -as [int])) { $status = $other }
    }
    $body = $response.Content
    if ($body -isnot [string]) { $body = $Exception.ResponseBody }
    $code = $Exception.Body.Code
    foreach ($other in $Exception.Error.Code, $Exception.ErrorCode, $Exception.Code) {
        if ($null -eq $code -and $other -is [string]) { $code = $other }
    }
    $message = $Exception.Body.Message
    if ($null -eq $message) { $message = $Exception.Error.Message }
    if ($null -eq $response -and $null -eq $request -and $null -eq $code -and $null -eq $body) { return $null }
    $uri = $request.RequestUri
    if ($null -eq $uri) { $uri = $request.Uri }
    if ($null -eq $uri) { $uri = $response.ResponseUri }
    $method = $request.Method
    if ($null -eq $method) { $method = $response.Method }
    $headers = $response.Headers
    if ($null -eq $headers) { $headers = $Exception.ResponseHeaders }
    return @{
        status          = $status -as [int]
        requestId       = [string]$Exception.RequestId
        correlationId   = [string]$Exception.CorrelationId
        code            = $code
        message         = $message
        claims          = [string]$Exception.Claims
        method          = [string]$method
        uri             = [string]$uri
        responseBody    = $body
        responseHeaders = Get-EngineHeaderFact $headers
        requestHeaders  = Get-EngineHeaderFact $request.Headers
    }
}

function Get-EngineHeaderFact {
    # Headers by their name, whatever collection they come in.
    param($Headers)
    $found = @{}
    if ($null -eq $Headers -or $Headers -isnot [System.Collections.IEnumerable]) { return $found }
    foreach ($header in $Headers.GetEnumerator()) {
        if ($header -is [string]) { $found[$header] = [string]$Headers[$header]; continue }
        $name = $header.Key
        if ($null -eq $name) { $name = $header.Name }
        if ($null -ne $name) { $found["$name"] = $header.Value -join ', ' }
    }
    return $found
}

function Get-EngineSessionError {
    # The errors of this session, the newest first. PowerShell keeps some as the exceptions that carry them.
    param([bool]$Last)
    foreach ($item in @($global:Error)) {
        if ($item -is [System.Management.Automation.IContainsErrorRecord]) { $item = $item.ErrorRecord }
        if ($item -isnot [System.Management.Automation.ErrorRecord]) { continue }
        $item
        if ($Last) { return }
    }
}
