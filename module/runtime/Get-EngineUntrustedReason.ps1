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
