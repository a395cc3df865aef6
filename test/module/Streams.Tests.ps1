Describe 'streams and preference variables' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1"
        $before = $env:AZ_LOGINTS_HOME
        $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid())
        $secret = ConvertTo-SecureString 'fake-secret-of-contoso-deploy' -AsPlainText -Force
        $credential = [pscredential]::new('a0000000-0000-4000-8000-0000000d3910', $secret)
        $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:AZ_LOGINTS_LOCAL_CLOUD
        $connect = @{ Environment = 'LocalCloud'; ServicePrincipal = $true; Credential = $credential; Tenant = 'contoso.example' }
        $null = Connect-AzAccount @connect -WarningAction SilentlyContinue
        # This application does not exist in this tenant, so the error needs no person.
        $elsewhere = 'adatum.example'
    }

    AfterAll {
        [System.IO.Directory]::Delete($env:AZ_LOGINTS_HOME, $true)
        $env:AZ_LOGINTS_HOME = $before
    }

    It 'include requests and responses in the debug stream with -Debug, without secrets' {
        $all = Connect-AzAccount @connect -Debug -WarningAction SilentlyContinue 5>&1
        $debug = @($all | Where-Object { $_ -is [System.Management.Automation.DebugRecord] }) -join "`n"
        @($all | Where-Object { $_ -isnot [System.Management.Automation.DebugRecord] }).Count | Should -Be 1
        $debug | Should -Match 'grant_type=client_credentials'
        $debug | Should -Match 'client_secret=\*\*\*'
        $debug | Should -Match 'POST \S+/token\S* -> 200 in \d+ ms'
        $debug | Should -Match 'client-request-id=[0-9a-f-]{36}'
        $debug | Should -Not -Match 'fake-secret-of-contoso-deploy|eyJ'
    }

    It 'include nothing but the output by default' {
        $all = @(Get-AzContext *>&1)
        $all.Count | Should -Be 1
        $all[0].Name | Should -Match 'Contoso Production'
    }

    It 'fill the variables of the common parameters' {
        $null = Get-AzContext -OutVariable out
        $null = Get-AzAccessToken -TenantId $elsewhere -ErrorAction SilentlyContinue -ErrorVariable failure
        $null = Update-AzConfig -EnableLoginByWam $false -Scope Process -WarningVariable warnings -WarningAction SilentlyContinue
        $out.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'Authentication.*,Get-AzAccessToken'
        $warnings.Count | Should -Be 1
    }

    It 'follow the preferences of the calling function' {
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

    It 'change nothing with -WhatIf or $WhatIfPreference' {
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

    It 'work in strict mode' {
        Set-StrictMode -Version Latest
        $token = Get-AzAccessToken
        $token.TenantId | Should -Be (Get-AzContext).Tenant.Id
        (Get-AzContext).Subscription.Name | Should -Be 'Contoso Production'
        $failure = $null
        try { Get-AzAccessToken -TenantId $elsewhere -ErrorAction Stop } catch { $failure = $_ }
        $failure.CategoryInfo.Category | Should -Be 'AuthenticationError'
    }

    It 'do not run in the strict mode of the script that imports the module' {
        $shell = [powershell]::Create()
        try {
            $import = "Set-StrictMode -Version Latest; & (Import-Module '$PSScriptRoot/../../Az.LoginTs.psd1' -PassThru) { `$null -eq `$notSet }; `$notSet"
            $shell.AddScript($import).Invoke() | Should -Be $true
            $shell.Streams.Error[0].FullyQualifiedErrorId | Should -Be 'VariableIsUndefined'
        } finally {
            $shell.Dispose()
        }
    }

    It 'show the error itself with -Debug if nobody can be asked whether to continue' {
        $caught = $null
        try { Get-AzAccessToken -TenantId $elsewhere -Debug 5>$null } catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'Authentication.*,Get-AzAccessToken'
    }

    It 'contain an error that lists the non-interactive flows if a person would have to sign in' {
        $caught = $null
        # On a desktop the browser would be used, but not over SSH.
        $env:SSH_CONNECTION = '192.0.2.1 50000 192.0.2.2 22'
        try { Connect-AzAccount -Environment LocalCloud -ErrorAction Stop } catch { $caught = $_ } finally { $env:SSH_CONNECTION = '' }
        $caught.FullyQualifiedErrorId | Should -Be 'InteractionRequired.NoPerson,Connect-AzAccount'
        $caught.ErrorDetails.RecommendedAction | Should -Match '-Identity.*-ServicePrincipal.*-UseDeviceAuthentication'
    }
}
