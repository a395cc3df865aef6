function New-EngineConnection {
    # Returns the connection to a process that was just started.
    param($Process)
    $writer = $Process.StandardInput
    # On Windows that writer uses the console's code page.
    if ($script:PathSeparator -like '\') { $writer = New-EngineWriter $writer.BaseStream }
    return [hashtable]::Synchronized(@{
            Process     = $Process
            # Flushes by itself.
            Writer      = $writer
            WriteLock   = [System.Threading.SemaphoreSlim]::new(1)
            # Our own, because that of Process reads small pieces.
            Reader      = [System.IO.StreamReader]::new($Process.StandardOutput.BaseStream, [System.Text.Encoding]::UTF8, $false, 16384)
            PendingRead = $null
            # See Receive-EngineMessage.
            Poll        = $null
            PumpLock    = [System.Threading.SemaphoreSlim]::new(1)
            Mailboxes   = [hashtable]::Synchronized(@{})
            # 0 is `initialize`.
            Ids         = [System.Threading.SemaphoreSlim]::new(1)
            # The environment variables that the engine was told last, if they are not those of its start: see
            # Get-EngineEnvironmentText.
            Environment = $null
            # See Read-EngineErrorText.
            ErrorText   = $null
            Ended       = $false
            # When the engine wrote last, as [System.Environment]::TickCount.
            Heard       = $null
            Silence     = -$script:EngineStartMs
            SilentMs    = 0
            Retired     = $false
            IsDebugged  = $false
        })
}
