function New-EngineResponseHeader {
    # Returns the headers of an HTTP response as .NET's HttpResponseHeaders: scripts use .Location, .GetValues(name) and
    # the like. .NET does not count content headers such as Content-Type among them.
    param([string]$Encoded)
    # Windows PowerShell does not load this assembly by itself.
    if ($null -eq ('System.Net.Http.HttpResponseMessage' -as [type])) {
        $null = [System.Reflection.Assembly]::Load('System.Net.Http, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a')
    }
    $headers = [System.Net.Http.HttpResponseMessage]::new().Headers
    foreach ($line in [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($Encoded)).Split("`n")) {
        $end = $line.IndexOf(':')
        if ($end -gt 0) { $null = $headers.TryAddWithoutValidation($line.Substring(0, $end), $line.Substring($end + 1).Trim()) }
    }
    return , $headers
}
