function Get-EngineHostFact {
    # Returns what the engine must know about the calling PowerShell.
    $reason = Get-EngineNotInteractiveReason
    $window = '0'
    # Only the dialog of the broker on Windows needs it.
    if ($reason -eq '' -and [System.IO.Path]::DirectorySeparatorChar -eq '\') { $window = [string][System.Diagnostics.Process]::GetCurrentProcess().MainWindowHandle.ToInt64() }
    $size = Get-EngineConsoleSize $reason
    return @{
        windowHandle         = $window
        consoleWidth         = $size.Width
        consoleHeight        = $size.Height
        edition              = [string]$PSVersionTable.PSEdition
        version              = [string]$PSVersionTable.PSVersion
        interactive          = $reason -eq ''
        notInteractiveReason = $reason
        hasDesktop           = [System.Environment]::UserInteractive
    }
}
