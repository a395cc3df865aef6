Describe 'a transcript' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1"
        $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid())
        $null = Get-AzEnvironment

        # The lines that PowerShell writes to the transcript for terminating errors while the given script runs.
        function Get-EndedLine {
            param([scriptblock]$Script)
            $file = [System.IO.Path]::GetTempFileName()
            $null = Start-Transcript -Path $file
            try { $null = & $Script } catch { $null = $_ } finally { $null = Stop-Transcript }
            $text = [System.IO.File]::ReadAllText($file)
            [System.IO.File]::Delete($file)
            [regex]::Matches($text, '(?m)TerminatingError\(.*$').Value -replace '\r'
        }
    }

    AfterAll {
        if ([System.IO.Directory]::Exists($env:AZ_LOGINTS_HOME)) { [System.IO.Directory]::Delete($env:AZ_LOGINTS_HOME, $true) }
    }

    It 'has one line for a terminating error' {
        @(Get-EndedLine { try { Connect-AzAccount -Environment Nowhere } catch { $null = $_ } }) |
            Should -Be @('TerminatingError(Connect-AzAccount): "The environment ''Nowhere'' is not known."')
    }

    It 'has one line for an error that terminates because of -ErrorAction or $ErrorActionPreference' {
        $line = 'TerminatingError(Get-AzSubscription): "No account is signed in. Run Connect-AzAccount to login."'
        @(Get-EndedLine { try { Get-AzSubscription -ErrorAction Stop } catch { $null = $_ } }) | Should -Be @($line)
        @(Get-EndedLine { $ErrorActionPreference = 'Stop'; try { Get-AzSubscription } catch { $null = $_ } }) | Should -Be @($line)
    }

    It 'has one line for a path that PowerShell rejects' {
        @(Get-EndedLine { try { Import-AzContext -Path nodrive:\x } catch { $null = $_ } }) |
            Should -Be @('TerminatingError(Import-AzContext): "Cannot find drive. A drive with the name ''nodrive'' does not exist."')
    }

    It 'has one line for an engine that cannot be started' {
        $runtime = $env:AZ_LOGINTS_ENGINE_RUNTIME
        $connection = (& (Get-Module Az.LoginTs) { Get-EngineShared }).Connection
        $connection.Process.Kill()
        $connection.Process.WaitForExit()
        $env:AZ_LOGINTS_ENGINE_RUNTIME = '/nowhere/node'
        try { $lines = @(Get-EndedLine { try { Get-AzContext } catch { $null = $_ } }) } finally { $env:AZ_LOGINTS_ENGINE_RUNTIME = $runtime }
        $lines.Count | Should -Be 1
        $lines[0] | Should -Match '^TerminatingError\(Get-AzContext\): "The engine cannot be started: '
    }

    It 'has one line for a warning that terminates' {
        $lines = @(Get-EndedLine { try { Update-AzConfig -EnableLoginByWam $false -WarningAction Stop } catch { $null = $_ } })
        $lines.Count | Should -Be 1
        $lines[0] | Should -Match '^TerminatingError\(Update-AzConfig\): '
    }

    It 'has no line for a pipeline that Select-Object ends early' {
        @(Get-EndedLine { Get-AzEnvironment | Select-Object -First 1 }) | Should -BeNullOrEmpty
    }
}
