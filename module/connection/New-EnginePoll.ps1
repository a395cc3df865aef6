function New-EnginePoll {
    # Returns a socket whose Poll() waits for the engine's pipe in this thread, or $false if there is none. .NET waits for a
    # pipe in other threads, and waking those takes longer than the engine's work for a warm command. Windows cannot wait
    # for a pipe in this way.
    param($Process)
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\') { return $false }
    try {
        # Does not own the pipe.
        return [System.Net.Sockets.Socket]::new([System.Net.Sockets.SafeSocketHandle]::new($Process.StandardOutput.BaseStream.SafePipeHandle.DangerousGetHandle(), $false))
    } catch {
        # This version of .NET makes none for a pipe.
        return $false
    }
}
