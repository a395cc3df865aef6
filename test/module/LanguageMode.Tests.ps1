Describe 'importing the module in a PowerShell restricted by policy' {
    BeforeAll {
        function Invoke-InLanguageMode {
            param([string]$Mode, [string]$Command, [string]$Name)
            $shell = [powershell]::Create()
            $shell.Runspace = $runspaces[$Mode]
            try {
                # Not as a script, because NoLanguage allows none.
                $output = $shell.AddCommand($Command).AddParameter('Name', $Name).AddParameter('ErrorAction', 'Stop').Invoke()
                [pscustomobject]@{ Output = @($output); Failure = $null }
            } catch {
                [pscustomobject]@{ Output = @(); Failure = $_.Exception.InnerException.ErrorRecord }
            } finally {
                $shell.Dispose()
            }
        }
        $runspaces = @{}
        foreach ($mode in 'FullLanguage', 'ConstrainedLanguage', 'RestrictedLanguage', 'NoLanguage') {
            $state = [initialsessionstate]::CreateDefault2()
            $state.LanguageMode = $mode
            $runspaces[$mode] = [runspacefactory]::CreateRunspace($state)
            $runspaces[$mode].Open()
        }
    }

    AfterAll {
        foreach ($runspace in $runspaces.Values) { $runspace.Dispose() }
    }

    It 'fails in the mode <_> with an error that says what to ask for, and imports nothing' -ForEach 'ConstrainedLanguage', 'RestrictedLanguage', 'NoLanguage' {
        $found = (Invoke-InLanguageMode $_ Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1").Failure
        "$found" | Should -Match "limits it to the language mode $_. Ask your administrator"
        $found.FullyQualifiedErrorId | Should -BeLike '*Engine.LanguageMode*'
        $found.CategoryInfo.Category | Should -Be 'PermissionDenied'
        # The suite looks only at this runspace's errors, so this one is recorded here.
        if ($env:AZ_LOGINTS_RAISED_ERRORS) { [System.IO.File]::AppendAllText($env:AZ_LOGINTS_RAISED_ERRORS, $found.FullyQualifiedErrorId.Split(',')[0] + "`n") }
        @((Invoke-InLanguageMode $_ Get-Module Az.LoginTs).Output).Count | Should -Be 0
        (Invoke-InLanguageMode $_ Get-Command Connect-AzAccount).Failure.FullyQualifiedErrorId | Should -BeLike 'CommandNotFoundException*'
    }

    It 'succeeds in FullLanguage mode' {
        (Invoke-InLanguageMode FullLanguage Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1").Failure | Should -Be $null
        (Invoke-InLanguageMode FullLanguage Get-Command Connect-AzAccount).Output[0].Name | Should -Be 'Connect-AzAccount'
    }
}
