function Read-EnginePromptLine {
    # Returns the line when Enter was pressed, or $null until then.
    param($Prompt, $Caller)
    while ($true) {
        try {
            if (-not $Host.UI.RawUI.KeyAvailable) { return $null }
            $key = $Host.UI.RawUI.ReadKey([System.Management.Automation.Host.ReadKeyOptions]'NoEcho,IncludeKeyDown')
        } catch [System.Management.Automation.PipelineStoppedException] {
            throw
        } catch {
            # A host that cannot read keys, such as ISE, reads a whole line.
            Show-EnginePrompt $Prompt
            return $Host.UI.ReadLine()
        }
        $character = $key.Character
        if (-not $Prompt['IsShown']) {
            # Remove the progress bar, because the question appears in its place.
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
