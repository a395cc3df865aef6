function Complete-EngineConnection {
    # Tells every waiting call that the engine has ended.
    param($Connection)
    foreach ($owner in $Connection['Mailboxes'].Clone().Values) {
        $owner['Queue'].Enqueue(@{ Kind = 'ended'; Message = $null })
        $null = $owner['Arrived'].Release()
    }
}
