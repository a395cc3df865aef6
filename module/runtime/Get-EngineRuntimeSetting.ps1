function Get-EngineRuntimeSetting {
    # Returns the path in the configuration's EngineRuntime and where it was set, or $null if it is not set. Returns an
    # ErrorRecord if another user may have set it. The engine cannot read it, because it does not run yet.
    $variable = $script:EngineRuntimeKey.Variable
    $path = [System.Environment]::GetEnvironmentVariable($variable)
    if ($path) { return @{ Path = $path; Place = '$env:' + $variable } }
    $file = [System.IO.Path]::Combine((Get-EngineHome), 'PSConfig.json')
    # Most users have no such file.
    if (-not [System.IO.File]::Exists($file)) { return $null }
    try {
        # Opening a pipe would wait for a writer. Pipes and devices have no length.
        $info = [System.IO.FileInfo]::new($file)
        if (-not $info.Exists) { return $null }
        if ($info.Attributes -band [System.IO.FileAttributes]::ReparsePoint -and $info.PSObject.Methods['ResolveLinkTarget']) { $info = $info.ResolveLinkTarget($true) }
        if (-not $info.Exists -or $info.Length -eq 0 -or $info.Length -gt $script:LargestConfiguration) { return $null }
        $text = [System.IO.File]::ReadAllText($file)
        # Most configurations do not set it and need no parsing here.
        if ($text.IndexOf($script:EngineRuntimeKey.Name, [System.StringComparison]::OrdinalIgnoreCase) -lt 0) { return $null }
        $path = (Microsoft.PowerShell.Utility\ConvertFrom-Json -InputObject $text).Az.($script:EngineRuntimeKey.Name)
    } catch {
        # The engine reports a file that it cannot read, and sets a damaged one aside.
        return $null
    }
    if ($path -isnot [string] -or $path -eq '') { return $null }
    $reason = Get-EngineUntrustedReason $file
    if ($null -ne $reason) { return New-EngineErrorRecord -Data (Get-EngineFailure 'Engine.RuntimeUntrusted' @{ path = $path; place = $file; reason = $reason }) }
    return @{ Path = $path; Place = $file }
}
