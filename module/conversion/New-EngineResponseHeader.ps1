function New-EngineResponseHeader {
    # The headers of an HTTP answer, as .NET has them: scripts read .Location, .GetValues(name) and the like. Headers of
    # the content (Content-Type, ...) are none of them there.
    param([string]$Encoded)
    # PowerShell 7 has the assembly at hand; Windows PowerShell must be told to load it.
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
