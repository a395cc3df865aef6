function Start-EnginePrompt {
    # Shows a question. The answer is collected key by key while the call goes on, because the engine may withdraw
    # the question: the browser's answer can come before anything is typed.
    # A quiet one is written with the first key: until then the progress bar stands there.
    param($Message)
    $prompt = @{ Id = $Message.id; Text = [System.Text.StringBuilder]::new(); Question = $Message.params.message + ' '; IsShown = $false }
    if (-not $Message.params.quiet) { Show-EnginePrompt $prompt }
    return $prompt
}

function Show-EnginePrompt {
    param($Prompt)
    if ($Prompt['IsShown']) { return }
    $Prompt['IsShown'] = $true
    $Host.UI.Write($Prompt['Question'])
}

function Read-EnginePromptLine {
    # The finished line, or $null while it is not finished.
    param($Prompt, $Caller)
    while ($true) {
        try {
            if (-not $Host.UI.RawUI.KeyAvailable) { return $null }
            $key = $Host.UI.RawUI.ReadKey([System.Management.Automation.Host.ReadKeyOptions]'NoEcho,IncludeKeyDown')
        } catch [System.Management.Automation.PipelineStoppedException] {
            throw
        } catch {
            # A host without keys (ISE) can only read whole lines.
            Show-EnginePrompt $Prompt
            return $Host.UI.ReadLine()
        }
        $character = $key.Character
        if (-not $Prompt['IsShown']) {
            # Where the question goes now.
            $bar = [System.Management.Automation.ProgressRecord]::new(1, 'Done', 'Done')
            $bar.RecordType = [System.Management.Automation.ProgressRecordType]::Completed
            $Caller.WriteProgress($bar)
        }
        if ($character -eq "`r" -or $character -eq "`n") {
            if ($Prompt['IsShown']) { $Host.UI.WriteLine() }
            return $Prompt.Text.ToString()
        }
        Show-EnginePrompt $Prompt
        if ($key.VirtualKeyCode -eq 8 -or $character -eq [char]127 -or $character -eq [char]8) {
            if ($Prompt.Text.Length -gt 0) {
                $Prompt.Text.Length--
                $Host.UI.Write("`b `b")
            }
        } elseif ($character -ge ' ') {
            $null = $Prompt.Text.Append($character)
            $Host.UI.Write([string]$character)
        }
    }
}

function Send-EnginePromptAnswer {
    param($Connection, $Prompt, [string]$Line)
    Send-EngineMessage $Connection ('{"jsonrpc":"2.0","id":' + $Prompt.Id + ',"result":{"text":' + (ConvertTo-WireJson $Line $null) + '}}')
}
