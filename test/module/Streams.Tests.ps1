Describe 'streams and preferences' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1"
        $before = $env:AZ_LOGINTS_HOME
        $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid())
        $secret = ConvertTo-SecureString 'fake-secret-of-contoso-deploy' -AsPlainText -Force
        $credential = [pscredential]::new('a0000000-0000-4000-8000-0000000d3910', $secret)
        $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:AZ_LOGINTS_LOCAL_CLOUD
        $connect = @{ Environment = 'LocalCloud'; ServicePrincipal = $true; Credential = $credential; Tenant = 'contoso.example' }
        $null = Connect-AzAccount @connect -WarningAction SilentlyContinue
        # No such application there: an error that needs nobody.
        $elsewhere = 'adatum.example'
    }

    AfterAll {
        [System.IO.Directory]::Delete($env:AZ_LOGINTS_HOME, $true)
        $env:AZ_LOGINTS_HOME = $before
    }

    It 'shows requests and responses with -Debug, in the debug stream, without a secret' {
        $all = Connect-AzAccount @connect -Debug -WarningAction SilentlyContinue 5>&1
        $debug = @($all | Where-Object { $_ -is [System.Management.Automation.DebugRecord] }) -join "`n"
        @($all | Where-Object { $_ -isnot [System.Management.Automation.DebugRecord] }).Count | Should -Be 1
        $debug | Should -Match 'grant_type=client_credentials'
        $debug | Should -Match 'client_secret=\*\*\*'
        $debug | Should -Match 'POST \S+/token\S* -> 200 in \d+ ms'
        $debug | Should -Match 'client-request-id=[0-9a-f-]{36}'
        $debug | Should -Not -Match 'fake-secret-of-contoso-deploy|eyJ'
    }

    It 'says nothing but the output without a preference' {
        $all = @(Get-AzContext *>&1)
        $all.Count | Should -Be 1
        $all[0].Name | Should -Match 'Contoso Production'
    }

    It 'fills the variables of the common parameters' {
        $null = Get-AzContext -OutVariable out
        $null = Get-AzAccessToken -TenantId $elsewhere -ErrorAction SilentlyContinue -ErrorVariable failure
        $null = Update-AzConfig -EnableLoginByWam $false -Scope Process -WarningVariable warnings -WarningAction SilentlyContinue
        $out.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'Authentication.*,Get-AzAccessToken'
        $warnings.Count | Should -Be 1
    }

    It 'follows the preferences of the function that calls it' {
        function Get-It {
            [CmdletBinding()]
            param()
            Get-AzAccessToken -TenantId $elsewhere
            'went on'
        }
        Get-It -ErrorAction SilentlyContinue | Should -Be 'went on'
        { Get-It -ErrorAction Stop } | Should -Throw
        $ErrorActionPreference = 'Stop'
        $caught = $null
        try { Get-It } catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'Authentication.*,Get-AzAccessToken'
    }

    It 'does nothing with -WhatIf, by parameter or by preference' {
        function Remove-It {
            [CmdletBinding(SupportsShouldProcess = $true)]
            param()
            Disconnect-AzAccount
        }
        Remove-It -WhatIf
        $WhatIfPreference = $true
        Disconnect-AzAccount
        $WhatIfPreference = $false
        (Get-AzContext).Name | Should -Match 'Contoso Production'
    }

    It 'works under strict mode' {
        Set-StrictMode -Version Latest
        $token = Get-AzAccessToken
        $token.TenantId | Should -Be (Get-AzContext).Tenant.Id
        (Get-AzContext).Subscription.Name | Should -Be 'Contoso Production'
        $failure = $null
        try { Get-AzAccessToken -TenantId $elsewhere -ErrorAction Stop } catch { $failure = $_ }
        $failure.CategoryInfo.Category | Should -Be 'AuthenticationError'
    }

    It 'shows the error itself with -Debug where nobody can be asked whether to go on' {
        $caught = $null
        try { Get-AzAccessToken -TenantId $elsewhere -Debug 5>$null } catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'Authentication.*,Get-AzAccessToken'
    }

    It 'names the ways that need nobody where a person would have to sign in' {
        $caught = $null
        # A desktop has a browser, which is no one's to open over SSH.
        $env:SSH_CONNECTION = '192.0.2.1 50000 192.0.2.2 22'
        try { Connect-AzAccount -Environment LocalCloud -ErrorAction Stop } catch { $caught = $_ } finally { $env:SSH_CONNECTION = '' }
        $caught.FullyQualifiedErrorId | Should -Be 'InteractionRequired.NoPerson,Connect-AzAccount'
        $caught.ErrorDetails.RecommendedAction | Should -Match '-Identity.*-ServicePrincipal.*-UseDeviceAuthentication'
    }
}
