function Send-EngineLongMessage {
    # Sends a message to an engine that just starts. The message may be longer than a pipe holds (64 KiB on Linux), so it is
    # sent only when the engine reads it. The wait is cut into short slices so that Ctrl+C is noticed. The caller ends the
    # engine then, because it has got a part of the message.
    param($Connection, $Text)
    $sent = $Connection['Writer'].WriteAsync(('{0}{1}' -f $Text, "`n"))
    $isSent = $false
    try {
        while (-not $isSent) { $isSent = $sent.Wait(100) }
    } catch [System.AggregateException] {
        # The engine has ended. A call that waits for an answer gets the end of the connection instead.
        $Connection['Ended'] = $true
    }
}
