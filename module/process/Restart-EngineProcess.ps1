function Restart-EngineProcess {
    # Starts an engine again that did not start, if its Node.js can be made executable. Returns nothing if it runs now, or
    # why it does not.
    param($Attempt, $Info, $Failure)
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
    return "'" + $Info.FileName + "': " + $cause.Message
}
