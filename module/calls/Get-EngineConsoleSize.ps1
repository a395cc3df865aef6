function Get-EngineConsoleSize {
    # The columns and lines of the console; 0 where nobody looks at one, or where it takes no escape sequences.
    param([string]$NotInteractiveReason)
    if ($NotInteractiveReason -ne '' -or [System.Console]::IsOutputRedirected -or -not $Host.UI.SupportsVirtualTerminal) { return @{ Width = 0; Height = 0 } }
    # Not every host has a window to ask.
    try {
        $size = $Host.UI.RawUI.WindowSize
        return @{ Width = [int]$size.Width; Height = [int]$size.Height }
    } catch {
        return @{ Width = 0; Height = 0 }
    }
}
