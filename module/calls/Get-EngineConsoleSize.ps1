function Get-EngineConsoleSize {
    # Returns the columns and lines of the console. Both are 0 without a person or without support for escape sequences.
    param([string]$NotInteractiveReason)
    if ($NotInteractiveReason -ne '' -or [System.Console]::IsOutputRedirected -or -not $Host.UI.SupportsVirtualTerminal) { return @{ Width = 0; Height = 0 } }
    # Not every host has a window.
    try {
        $size = $Host.UI.RawUI.WindowSize
        return @{ Width = [int]$size.Width; Height = [int]$size.Height }
    } catch {
        return @{ Width = 0; Height = 0 }
    }
}
