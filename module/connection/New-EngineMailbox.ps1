function New-EngineMailbox {
    # Returns a mailbox for the messages to one call. A message wakes its owner even if another runspace reads the pipe.
    # Only a reader of the pipe puts messages into it, so a plain hashtable is enough.
    param($Connection)
    # SemaphoreSlim.Release() returns the previous count, so it works as an atomic counter for request ids.
    $mailbox = @{
        Connection = $Connection
        Id         = $Connection['Ids'].Release()
        Queue      = $null
        Arrived    = [System.Threading.SemaphoreSlim]::new(0)
        Secrets    = @{}
        IsAnswered = $false
    }
    $Connection['Mailboxes'][$mailbox['Id']] = $mailbox
    return $mailbox
}
