function Get-EngineUntrustedReason {
    # Returns why a program that this file names must not be run, as a clause: another user owns the file or its folder,
    # or can write there. Root trusts only its own files. Returns $null if the program may be run, and on Windows, where
    # access lists protect the profile.
    param([string]$File)
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\') { return $null }
    foreach ($path in $File, [System.IO.Path]::GetDirectoryName($File)) {
        $item = Microsoft.PowerShell.Management\Get-Item -LiteralPath $path -Force
        if ($item.LinkTarget) { $item = Microsoft.PowerShell.Management\Get-Item -LiteralPath $item.ResolveLinkTarget($true).FullName -Force }
        $found = $item.UnixStat
        # PowerShell before 7.1 does not report owner and mode.
        if ($null -eq $found) { continue }
        if ($found.UserId -ne 0 -and $item.User -cne [System.Environment]::UserName) { return "'$path' belongs to another user ($($found.UserId))" }
        # On many systems each user has a private group with the same number as the user.
        $others = 18
        if ($found.GroupId -eq $found.UserId) { $others = 2 }
        if ($found.Mode -band $others -and -not $found.IsSticky) { return "other users can write '$path'" }
    }
    return $null
}
