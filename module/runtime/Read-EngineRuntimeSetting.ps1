function Read-EngineRuntimeSetting {
    # Returns EngineRuntime in the user's configuration: see Get-EngineRuntimeSetting.
    param($File)
    try {
        # Opening a pipe would wait for a writer. Pipes and devices have no length.
        $info = [System.IO.FileInfo]::new($File)
        if (-not $info.Exists) { return }
        if ($info.Attributes -band [System.IO.FileAttributes]::ReparsePoint -and $info.PSObject.Methods['ResolveLinkTarget']) { $info = $info.ResolveLinkTarget($true) }
        if (-not $info.Exists -or $info.Length -eq 0 -or $info.Length -gt $script:LargestConfiguration) { return }
        $text = [System.IO.File]::ReadAllText($File)
        # Most configurations do not set it and need no parsing here.
        if ($text.IndexOf($script:EngineRuntimeKey, [System.StringComparison]::OrdinalIgnoreCase) -lt 0) { return }
        $path = (Microsoft.PowerShell.Utility\ConvertFrom-Json -InputObject $text).Az.($script:EngineRuntimeKey)
    } catch {
        # The engine reports a file that it cannot read, and sets a damaged one aside.
        return
    }
    if ($path -isnot [string] -or $path -eq '') { return }
    $reason = Get-EngineUntrustedReason $File
    if ($null -ne $reason) { return New-EngineErrorRecord -Data (Get-EngineFailure 'Engine.RuntimeUntrusted' @{ path = $path; place = $File; reason = $reason }) }
    return @{ Path = $path; Place = $File }
}
