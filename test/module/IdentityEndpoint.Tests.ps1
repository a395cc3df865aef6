Describe 'the identity endpoint in PowerShell' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1"
        $before = $env:AZ_LOGINTS_HOME
        $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid())
        $secret = ConvertTo-SecureString 'fake-secret-of-contoso-deploy' -AsPlainText -Force
        $credential = [pscredential]::new('a0000000-0000-4000-8000-0000000d3910', $secret)
        $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:AZ_LOGINTS_LOCAL_CLOUD
        $null = Connect-AzAccount -Environment LocalCloud -ServicePrincipal -Credential $credential -Tenant contoso.example -WarningAction SilentlyContinue
        $kept = @{}
        foreach ($name in 'IDENTITY_ENDPOINT', 'IDENTITY_HEADER') {
            $kept[$name] = [System.Environment]::GetEnvironmentVariable($name)
            [System.Environment]::SetEnvironmentVariable($name, [System.Management.Automation.Language.NullString]::Value)
        }
    }

    AfterEach {
        Stop-AzIdentityEndpoint
    }

    AfterAll {
        [System.IO.Directory]::Delete($env:AZ_LOGINTS_HOME, $true)
        $env:AZ_LOGINTS_HOME = $before
        foreach ($name in @($kept.Keys)) { if ($kept[$name]) { [System.Environment]::SetEnvironmentVariable($name, $kept[$name]) } }
    }

    It 'sets this process''s variables, returns tokens to clients that have them, and removes them when it stops' {
        $endpoint = Start-AzIdentityEndpoint
        $endpoint.Endpoint | Should -Be $env:IDENTITY_ENDPOINT
        $endpoint.PSObject.Properties.Name | Should -Not -Contain 'Secret'
        $resource = [uri]::EscapeDataString($endpoint.Audience[0])
        $answer = Invoke-RestMethod -Uri "$env:IDENTITY_ENDPOINT`?api-version=2019-08-01&resource=$resource" -Headers @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER }
        $answer.access_token | Should -Match '^eyJ'
        Stop-AzIdentityEndpoint
        [System.Environment]::GetEnvironmentVariables().Contains('IDENTITY_ENDPOINT') | Should -Be $false
        [System.Environment]::GetEnvironmentVariables().Contains('IDENTITY_HEADER') | Should -Be $false
    }

    It 'sets the variables back, with one warning, after its engine was killed, and can be started again' {
        $env:MSI_ENDPOINT = 'http://192.0.2.1/before'
        try {
            $null = Start-AzIdentityEndpoint
            $env:MSI_ENDPOINT | Should -Be $env:IDENTITY_ENDPOINT
            $first = $env:IDENTITY_HEADER
            $engine = (& (Get-Module Az.LoginTs) { (Get-EngineShared)['Connection'] })['Process']
            $engine.Kill()
            $engine.WaitForExit()
            $null = Get-AzContext -WarningVariable warnings -WarningAction SilentlyContinue
            "$warnings" | Should -Match '^The identity endpoint ended with its engine'
            [System.Environment]::GetEnvironmentVariables().Contains('IDENTITY_ENDPOINT') | Should -Be $false
            $env:MSI_ENDPOINT | Should -Be 'http://192.0.2.1/before'
            $null = Get-AzContext -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings.Count | Should -Be 0
            $null = Start-AzIdentityEndpoint
            $env:IDENTITY_HEADER | Should -Not -Be $first
            Stop-AzIdentityEndpoint
            $env:MSI_ENDPOINT | Should -Be 'http://192.0.2.1/before'
        } finally {
            Stop-AzIdentityEndpoint
            [System.Environment]::SetEnvironmentVariable('MSI_ENDPOINT', [System.Management.Automation.Language.NullString]::Value)
        }
    }

    It 'leaves no variables behind when the module is removed' {
        $null = Start-AzIdentityEndpoint
        Remove-Module Az.LoginTs
        try {
            [System.Environment]::GetEnvironmentVariables().Contains('IDENTITY_ENDPOINT') | Should -Be $false
        } finally {
            Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1"
        }
    }

    It 'is not started with -WhatIf' {
        Start-AzIdentityEndpoint -WhatIf
        [System.Environment]::GetEnvironmentVariables().Contains('IDENTITY_ENDPOINT') | Should -Be $false
    }

    It 'reports requests with -Verbose' {
        $null = Start-AzIdentityEndpoint
        { Invoke-RestMethod -Uri $env:IDENTITY_ENDPOINT } | Should -Throw
        $said = @(Stop-AzIdentityEndpoint -Verbose 4>&1) -join "`n"
        $said | Should -Match 'refused a request with 401'
    }
}
