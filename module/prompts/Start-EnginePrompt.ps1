function Start-EnginePrompt {
    # Starts a question. The answer is read key by key while the call goes on, because the engine may withdraw the
    # question: the browser can answer before anything is typed. A quiet question is shown at the first key; until then
    # the progress bar is shown.
    param($Message)
    $prompt = @{ Id = $Message.id; Text = [System.Text.StringBuilder]::new(); Question = $Message.params.message + ' '; IsShown = $false }
    if (-not $Message.params.quiet) { Show-EnginePrompt $prompt }
    return $prompt
}
