Describe 'importing the module in a PowerShell restricted by policy' {
    BeforeAll {
        function Invoke-InLanguageMode {
            param([string]$Mode, [string]$Script)
            $state = [initialsessionstate]::CreateDefault2()
            $state.LanguageMode = $Mode
            $runspace = [runspacefactory]::CreateRunspace($state)
            $runspace.Open()
            $shell = [powershell]::Create()
            $shell.Runspace = $runspace
            try {
                $output = $shell.AddScript($Script).Invoke()
                [pscustomobject]@{ Output = @($output); Errors = @($shell.Streams.Error) }
            } finally {
                $shell.Dispose()
                $runspace.Dispose()
            }
        }
        $import = "try { Import-Module '$PSScriptRoot/../../Az.LoginTs.psd1' } catch { `$_ }; Get-Module Az.LoginTs; Get-Command Connect-AzAccount -ErrorAction Ignore"
    }

    It 'fails with one error that says what to ask for, and imports nothing' {
        $result = Invoke-InLanguageMode ConstrainedLanguage $import
        $result.Errors.Count | Should -Be 0
        $result.Output.Count | Should -Be 1
        $found = $result.Output[0]
        "$found" | Should -Match 'limits it to the language mode ConstrainedLanguage. Ask your administrator'
        $found.FullyQualifiedErrorId | Should -BeLike '*Engine.LanguageMode*'
        $found.CategoryInfo.Category | Should -Be 'PermissionDenied'
        # The suite looks only at this runspace's errors, so this one is recorded here.
        if ($env:AZ_LOGINTS_RAISED_ERRORS) { [System.IO.File]::AppendAllText($env:AZ_LOGINTS_RAISED_ERRORS, $found.FullyQualifiedErrorId.Split(',')[0] + "`n") }
    }

    It 'succeeds in FullLanguage mode' {
        $result = Invoke-InLanguageMode FullLanguage $import
        $result.Errors.Count | Should -Be 0
        $result.Output[-1].Name | Should -Be 'Connect-AzAccount'
    }
}
