function Start-EnginePrompt {
    # Shows a question. The answer is collected key by key while the call goes on, because the engine may withdraw
    # the question: the browser's answer can come before anything is typed.
    param($Message)
    $Host.UI.Write($Message.params.message + ' ')
    return @{ Id = $Message.id; Text = [System.Text.StringBuilder]::new() }
}

function Read-EnginePromptLine {
    # The finished line, or $null while it is not finished.
    param($Prompt)
    while ($true) {
        try {
            if (-not $Host.UI.RawUI.KeyAvailable) { return $null }
            $key = $Host.UI.RawUI.ReadKey([System.Management.Automation.Host.ReadKeyOptions]'NoEcho,IncludeKeyDown')
        } catch [System.Management.Automation.PipelineStoppedException] {
            throw
        } catch {
            # A host without keys (ISE) can only read whole lines.
            return $Host.UI.ReadLine()
        }
        $character = $key.Character
        if ($character -eq "`r" -or $character -eq "`n") {
            $Host.UI.WriteLine()
            return $Prompt.Text.ToString()
        }
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
