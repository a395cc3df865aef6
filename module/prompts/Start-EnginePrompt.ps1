function Start-EnginePrompt {
    # Shows a question. The answer is collected key by key while the call goes on, because the engine may withdraw
    # the question: the browser's answer can come before anything is typed.
    # A quiet one is written with the first key: until then the progress bar stands there.
    param($Message)
    $prompt = @{ Id = $Message.id; Text = [System.Text.StringBuilder]::new(); Question = $Message.params.message + ' '; IsShown = $false }
    if (-not $Message.params.quiet) { Show-EnginePrompt $prompt }
    return $prompt
}
