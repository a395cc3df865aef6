function Show-EnginePrompt {
    param($Prompt)
    if ($Prompt['IsShown']) { return }
    $Prompt['IsShown'] = $true
    $Host.UI.Write($Prompt['Question'])
}
