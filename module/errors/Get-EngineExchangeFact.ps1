function Get-EngineExchangeFact {
    # Returns the HTTP request and response of an exception, or $null. It knows the exceptions of the Azure modules
    # (Microsoft.Rest, Hyak, the generated clients), the Azure SDK, MSAL and PowerShell's web cmdlets. Their types may not
    # be loaded here, so it looks at their properties.
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
