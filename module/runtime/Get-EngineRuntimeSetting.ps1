function Get-EngineRuntimeSetting {
    # What the configuration says, and where; $null if it says nothing; an ErrorRecord if another user may have said it.
    # Read here because there is no engine yet.
    $variable = $script:EngineRuntimeKey.Variable
    $path = [System.Environment]::GetEnvironmentVariable($variable)
    if ($path) { return @{ Path = $path; Place = '$env:' + $variable } }
    $file = [System.IO.Path]::Combine((Get-EngineHome), 'PSConfig.json')
    try {
        # Opening a pipe would wait for who writes into it; one has no length, nor has a device.
        $info = [System.IO.FileInfo]::new($file)
        if (-not $info.Exists) { return $null }
        if ($info.Attributes -band [System.IO.FileAttributes]::ReparsePoint -and $info.PSObject.Methods['ResolveLinkTarget']) { $info = $info.ResolveLinkTarget($true) }
        if (-not $info.Exists -or $info.Length -eq 0 -or $info.Length -gt $script:LargestConfiguration) { return $null }
        $text = [System.IO.File]::ReadAllText($file)
        # Most configurations say nothing of it, and need not be parsed twice.
        if ($text.IndexOf($script:EngineRuntimeKey.Name, [System.StringComparison]::OrdinalIgnoreCase) -lt 0) { return $null }
        $path = (Microsoft.PowerShell.Utility\ConvertFrom-Json -InputObject $text).Az.($script:EngineRuntimeKey.Name)
    } catch {
        # A file that cannot be read, or is none: the engine tells that, and puts it aside.
        return $null
    }
    if ($path -isnot [string] -or $path -eq '') { return $null }
    $reason = Get-EngineUntrustedReason $file
    if ($null -ne $reason) { return New-EngineErrorRecord -Data (Get-EngineFailure 'Engine.RuntimeUntrusted' @{ path = $path; place = $file; reason = $reason }) }
    return @{ Path = $path; Place = $file }
}
