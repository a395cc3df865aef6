function New-EngineMailbox {
    # Where the messages for one call arrive. Arrival wakes its owner even while another runspace reads the pipe.
    param($Connection)
    # Letting in one more gives how many were let in before: no two calls get the same number.
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
