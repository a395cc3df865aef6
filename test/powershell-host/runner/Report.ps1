# What the runner prints.

function Write-TestLine([string] $Text, [ConsoleColor] $Color, [int] $Depth = 0) {
    Write-Host ((' ' * 2 * $Depth) + $Text) -ForegroundColor $Color
}

# One failure in full: what, why, and the frames of the test's own code.
function Write-TestFailure([string] $Name, $ErrorRecord, [int] $Depth) {
    Write-TestLine "[-] $Name" Red $Depth
    foreach ($line in ([string] $ErrorRecord) -split "`r?`n") {
        Write-TestLine $line Red ($Depth + 1)
    }
    if ($ErrorRecord.FullyQualifiedErrorId -notlike 'PesterAssertionFailed*') {
        Write-TestLine ('{0} ({1})' -f $ErrorRecord.Exception.GetType().FullName, $ErrorRecord.FullyQualifiedErrorId) Red ($Depth + 1)
    }
    $frames = ([string] $ErrorRecord.ScriptStackTrace) -split "`r?`n" | Where-Object { $_ -and $_ -notlike "*$PSScriptRoot*" }
    if (-not $frames) {
        # The runner's own tests live beside it: their frames are all there is to show.
        $frames = ([string] $ErrorRecord.ScriptStackTrace) -split "`r?`n" | Where-Object { $_ -like '*.Tests.ps1*' }
    }
    foreach ($frame in $frames) {
        Write-TestLine $frame DarkGray ($Depth + 1)
    }
}
