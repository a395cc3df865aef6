Describe 'what is drawn on the console' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1"
        function Write-Line {
            [CmdletBinding()]
            param($Stream)
            $line = [pscustomobject]@{ stream = $Stream; message = 'drawn' }
            & (Get-Module Az.LoginTs) { param($Caller, $Line) Write-EngineStream $Caller $Line @{} } $PSCmdlet $line
        }
    }

    It 'is in no stream that could be redirected, unlike what is said to the person' {
        Write-Line 'console' *>&1 | Should -BeNullOrEmpty
        "$(Write-Line 'host' *>&1)" | Should -Be 'drawn'
    }

    It 'has no console where nobody can be asked' {
        & (Get-Module Az.LoginTs) { (Get-EngineHostFact @{}).consoleWidth } | Should -Be 0
    }
}
