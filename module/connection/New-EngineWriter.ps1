function New-EngineWriter {
    # Returns a writer in UTF-8 that flushes by itself.
    param($Stream)
    $writer = [System.IO.StreamWriter]::new($Stream, [System.Text.UTF8Encoding]::new($false), 4096)
    $writer.AutoFlush = $true
    return $writer
}
