function New-EngineMailbox {
    # Returns a mailbox for the messages to one call. A message wakes its owner even if another runspace reads the pipe.
    param($Connection)
    # SemaphoreSlim.Release() returns the previous count, so it works as an atomic counter for request ids.
    $id = $Connection['Ids'].Release()
    $mailbox = @{
        Id      = $id
        Queue   = [System.Collections.Queue]::Synchronized([System.Collections.Queue]::new())
        Arrived = [System.Threading.SemaphoreSlim]::new(0)
        Secrets = @{}
    }
    $Connection['Mailboxes'][$id] = $mailbox
    return , $mailbox
}
