function New-EngineConnection {
    # Returns the connection to a process that was just started.
    param($Process)
    $writer = $Process.StandardInput
    # On Windows that writer uses the console's code page.
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\') { $writer = New-EngineWriter $writer.BaseStream }
    return [hashtable]::Synchronized(@{
            Process     = $Process
            # Flushes by itself.
            Writer      = $writer
            WriteLock   = [System.Threading.SemaphoreSlim]::new(1)
            # Our own, because that of Process reads small pieces.
            Reader      = [System.IO.StreamReader]::new($Process.StandardOutput.BaseStream, [System.Text.Encoding]::UTF8, $false, 16384)
            PendingRead = $null
            # See Read-EngineLine.
            Poll        = $null
            PumpLock    = [System.Threading.SemaphoreSlim]::new(1)
            Mailboxes   = [hashtable]::Synchronized(@{})
            # 0 is `initialize`.
            Ids         = [System.Threading.SemaphoreSlim]::new(1)
            # The environment variables that the engine was told last: see Send-EngineCall.
            Environment = $null
            ErrorText   = $Process.StandardError.ReadToEndAsync()
            Ended       = $false
            Heard       = [System.Diagnostics.Stopwatch]::StartNew()
            Silence     = -$script:EngineStartMs
            SilentMs    = 0
            Retired     = $false
            IsDebugged  = $false
        })
}
