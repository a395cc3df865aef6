function Find-EngineRuntime {
    # The Node.js of the configuration; else the one that comes with the module, or the first on PATH, among those that
    # have not failed. Looked up by hand: Get-Command would search every module on the way and costs more than the
    # engine's own start. If the configuration names what is no file, or must not be run: that failure, as an ErrorRecord.
    param([string[]]$Failed)
    $setting = Get-EngineRuntimeSetting
    if ($setting -is [System.Management.Automation.ErrorRecord]) { return $setting }
    if ($null -ne $setting) {
        if ($Failed.Count -gt 0) { return $null }
        if ([System.IO.File]::Exists($setting.Path)) { return $setting.Path }
        return New-EngineErrorRecord -Data (Get-EngineFailure 'Engine.RuntimeNotFound' @{ path = $setting.Path; place = $setting.Place })
    }
    $name = 'node'
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\') { $name = 'node.exe' }
    $own = [System.IO.Path]::Combine($script:EngineFolder, 'runtime', $name)
    if ($Failed -cnotcontains $own -and [System.IO.File]::Exists($own)) { return $own }
    foreach ($folder in ([string][System.Environment]::GetEnvironmentVariable('PATH')).Split([System.IO.Path]::PathSeparator)) {
        if ($folder -eq '') { continue }
        $candidate = [System.IO.Path]::Combine($folder.Trim('"'), $name)
        if ($Failed -cnotcontains $candidate -and [System.IO.File]::Exists($candidate)) { return $candidate }
    }
    return $null
}

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

function Get-EngineUntrustedReason {
    # Why a program that this file names must not be run, as a clause: another user owns the file or its folder, or can
    # write there. Root too trusts itself alone. $null where it may be run; Windows guards its profiles by access lists.
    param([string]$File)
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\') { return $null }
    foreach ($path in $File, [System.IO.Path]::GetDirectoryName($File)) {
        $item = Microsoft.PowerShell.Management\Get-Item -LiteralPath $path -Force
        if ($item.LinkTarget) { $item = Microsoft.PowerShell.Management\Get-Item -LiteralPath $item.ResolveLinkTarget($true).FullName -Force }
        $found = $item.UnixStat
        # Before PowerShell 7.1 nothing tells.
        if ($null -eq $found) { continue }
        if ($found.UserId -ne 0 -and $item.User -cne [System.Environment]::UserName) { return "'$path' belongs to another user ($($found.UserId))" }
        # Many systems give each user a group of the same number, with nobody else in it.
        $others = 18
        if ($found.GroupId -eq $found.UserId) { $others = 2 }
        if ($found.Mode -band $others -and -not $found.IsSticky) { return "other users can write '$path'" }
    }
    return $null
}

function Get-EngineHome {
    # The folder of this user's sign-ins, as the engine finds it.
    $moved = [System.Environment]::GetEnvironmentVariable('AZ_LOGINTS_HOME')
    if ($moved) { return $moved }
    $user = $null
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\') { $user = [System.Environment]::GetEnvironmentVariable('USERPROFILE') }
    if (-not $user) { $user = [System.Environment]::GetFolderPath('UserProfile', 'DoNotVerify') }
    return [System.IO.Path]::Combine($user, '.Azure')
}
