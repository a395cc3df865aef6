Describe 'output that is drawn on the console' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1"
        $null = & (Get-Module Az.LoginTs) { Get-EngineShared }
        function Write-Line {
            [CmdletBinding()]
            param($Stream)
            $line = [pscustomobject]@{ stream = $Stream; message = 'drawn' }
            & (Get-Module Az.LoginTs) { param($Caller, $Line) Write-EngineStream $Caller $Line @{} } $PSCmdlet $line
        }
    }

    It 'goes to no stream that could be redirected, unlike messages to the person' {
        Write-Line 'console' *>&1 | Should -BeNullOrEmpty
        "$(Write-Line 'host' *>&1)" | Should -Be 'drawn'
    }

    It 'has a width of 0 columns if nobody can be prompted' {
        & (Get-Module Az.LoginTs) { (Get-EngineHostFact @{}).consoleWidth } | Should -Be 0
    }
}
