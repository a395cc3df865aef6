function Complete-EngineConnection {
    # The engine is gone: every waiting call is told.
    param($Connection)
    foreach ($owner in $Connection['Mailboxes'].Clone().Values) {
        $owner['Queue'].Enqueue(@{ Kind = 'ended'; Message = $null })
        $null = $owner['Arrived'].Release()
    }
}
