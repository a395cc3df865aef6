function Read-EngineErrorText {
    # Starts to read the engine's standard error, unless something reads it already. An engine that writes more than a
    # pipe holds would wait, but a first command, which is answered at once, need not start this. The caller holds the
    # pump, so that only one of several runspaces starts it.
    param($Connection)
    if ($Connection['ErrorText'] -isnot [System.Threading.Tasks.Task]) { $Connection['ErrorText'] = $Connection['Process'].StandardError.ReadToEndAsync() }
}
