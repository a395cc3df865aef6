function Get-EngineHostFact {
    # What the engine must know of the PowerShell that calls.
    param($Bound)
    $reason = Get-EngineNotInteractiveReason
    $window = '0'
    # Only the broker's dialog needs it, and that is for people on Windows.
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
        debug                = Test-EngineStream $Bound 'Debug' $DebugPreference
        verbose              = Test-EngineStream $Bound 'Verbose' $VerbosePreference
        module               = $script:ModuleVersion
    }
}
