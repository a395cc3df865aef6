function Restart-EngineProcess {
    # Starts an engine again that did not start: in the same Node.js if it can be made executable, else in the next one.
    # Returns nothing if it runs now, or an ErrorRecord with why none could be started.
    param($Attempt, $Info, $Failure, $Debugger)
    $reasons = @()
    $failed = @()
    while ($true) {
        if (Restore-EngineRuntimeMode $Info.FileName) {
            try {
                $Attempt['Process'] = [System.Diagnostics.Process]::Start($Info)
                return
            } catch {
                $Failure = $_
            }
        }
        $cause = $Failure.Exception.GetBaseException()
        # The system's own message, without the paths that .NET adds to it.
        if ($cause -is [System.ComponentModel.Win32Exception]) { $cause = [System.ComponentModel.Win32Exception]::new($cause.NativeErrorCode) }
        $reasons += "'" + $Info.FileName + "': " + $cause.Message
        $failed += $Info.FileName
        $runtime = Find-EngineRuntime $failed
        if ($runtime -is [System.Management.Automation.ErrorRecord]) { return $runtime }
        if ($runtime -isnot [string]) { return New-EngineErrorRecord -Data (Get-EngineFailure 'Engine.NotFound' @{ reason = $reasons -join '; ' }) }
        $Info = New-EngineStartInfo $runtime $Debugger
        try {
            $Attempt['Process'] = [System.Diagnostics.Process]::Start($Info)
            return
        } catch {
            $Failure = $_
        }
    }
}
