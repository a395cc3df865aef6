function New-EngineConnection {
    param($Process)
    # Our own reader and writer: those of Process use the console's code page in Windows PowerShell.
    $utf8 = [System.Text.UTF8Encoding]::new($false)
    $writer = [System.IO.StreamWriter]::new($Process.StandardInput.BaseStream, $utf8, 4096)
    $writer.NewLine = "`n"
    return , [hashtable]::Synchronized(@{
            Process     = $Process
            Writer      = $writer
            WriteLock   = [System.Threading.SemaphoreSlim]::new(1)
            Reader      = [System.IO.StreamReader]::new($Process.StandardOutput.BaseStream, $utf8, $false, 16384)
            PendingRead = $null
            PumpLock    = [System.Threading.SemaphoreSlim]::new(1)
            Mailboxes   = [hashtable]::Synchronized(@{})
            Ids         = [System.Threading.SemaphoreSlim]::new(1)
            ErrorText   = $Process.StandardError.ReadToEndAsync()
            Ended       = $false
            Heard       = [System.Diagnostics.Stopwatch]::StartNew()
            Silence     = -$script:EngineStartMs
            IsAsked     = $false
            SilentMs    = 0
            Retired     = $false
            # An engine that is stopped at a breakpoint does not answer.
            IsDebugged  = $Process.StartInfo.Arguments -like '--inspect*'
        })
}
