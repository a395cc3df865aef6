Describe 'signing in from PowerShell' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1"
        $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid())
        $secret = ConvertTo-SecureString 'fake-secret-of-contoso-deploy' -AsPlainText -Force
        $credential = [pscredential]::new('a0000000-0000-4000-8000-0000000d3910', $secret)
        $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:AZ_LOGINTS_LOCAL_CLOUD
        $profileObject = Connect-AzAccount -Environment LocalCloud -ServicePrincipal -Credential $credential -Tenant contoso.example -WarningAction SilentlyContinue
    }

    AfterAll {
        [System.IO.Directory]::Delete($env:AZ_LOGINTS_HOME, $true)
    }

    It 'returns a profile whose context has an account, a subscription, a tenant and an environment' {
        $profileObject.PSTypeNames[0] | Should -Be 'Microsoft.Azure.Commands.Profile.Models.Core.PSAzureProfile'
        $profileObject.Context.Account.Id | Should -Be 'a0000000-0000-4000-8000-0000000d3910'
        $profileObject.Context.Subscription.Name | Should -Be 'Contoso Production'
        $profileObject.Context.Tenant.Id | Should -Be '10000000-0000-4000-8000-000000000001'
        $profileObject.Context.Environment.Name | Should -Be 'LocalCloud'
    }

    It 'prints Az.Accounts'' columns, and the account' {
        ($profileObject | Out-String -Width 200) | Should -Match 'Subscription name +Tenant +Account'
    }

    It 'returns the access token as a SecureString, or as text on request' {
        (Get-AzAccessToken).Token | Should -BeOfType 'System.Security.SecureString'
        (Get-AzAccessToken -AsPlainText).Token | Should -Match '^eyJ'
        (Get-AzAccessToken).ExpiresOn | Should -BeOfType 'System.DateTimeOffset'
    }

    It 'accepts a TimeSpan for the token''s minimum lifetime' {
        ((Get-AzAccessToken -MinimumLifetime 00:30:00).ExpiresOn - [datetimeoffset]::Now).TotalMinutes | Should -BeGreaterThan 29
        { Get-AzAccessToken -MinimumLifetime 10.00:00:00 -ErrorAction Stop } | Should -Throw -ErrorId 'Authentication.TokenTooShort,Get-AzAccessToken'
        { Get-AzAccessToken -MinimumLifetime 1800 -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidArgument.Value,Get-AzAccessToken'
    }

    It 'shows no token when the object is converted to text' {
        "$(Get-AzAccessToken -AsPlainText)" | Should -Be 'Microsoft.Azure.Commands.Profile.Models.PSAccessToken'
        "$(Get-AzAccessToken)" | Should -Be 'Microsoft.Azure.Commands.Profile.Models.PSSecureAccessToken'
    }

    It 'switches the subscription by an object from the pipeline' {
        $null = Get-AzSubscription -SubscriptionName 'Contoso Staging' | Set-AzContext
        (Get-AzContext).Subscription.Name | Should -Be 'Contoso Staging'
        $null = Get-AzContext -ListAvailable | Where-Object { $_.Subscription.Name -eq 'Contoso Production' } | Select-AzContext
        (Get-AzContext).Subscription.Name | Should -Be 'Contoso Production'
    }

    It 'writes a non-terminating error with a stable id, a recommended action and the facts' {
        $null = Set-AzContext -Subscription missing -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -Be 'NotFound.Subscription,Set-AzContext'
        $problem[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $problem[0].ErrorDetails.RecommendedAction | Should -Match 'Get-AzSubscription'
        $problem[0].Exception.Data['AzLoginTs.Id'] | Should -Be 'NotFound.Subscription'
    }

    It 'throws with -ErrorAction Stop' {
        { Set-AzContext -Subscription missing -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound.Subscription,Set-AzContext'
    }

    It 'changes nothing with -WhatIf' {
        $null = Disconnect-AzAccount -WhatIf
        (Get-AzContext).Account.Id | Should -Not -BeNullOrEmpty
    }

    It 'continues with a new engine and the same context after the engine was killed' {
        $null = Set-AzContext -Subscription 'Contoso Staging'
        $shared = & (Get-Module Az.LoginTs) { Get-EngineShared }
        $shared.Connection.Process.Kill()
        $shared.Connection.Process.WaitForExit()
        (Get-AzContext).Subscription.Name | Should -Be 'Contoso Staging'
    }

    It 'shares one engine between runspaces' {
        $path = (Get-Module Az.LoginTs).Path -replace 'module.generated.Az\.LoginTs\.psm1$', 'Az.LoginTs.psd1'
        $first = (& (Get-Module Az.LoginTs) { Get-EngineShared }).Connection.Process.Id
        $runs = foreach ($number in 1..4) {
            $shell = [powershell]::Create().AddScript({
                    param($Path)
                    Import-Module $Path
                    1..5 | ForEach-Object { $null = Get-AzContext }
                    (Get-AzContext).Account.Id
                    (& (Get-Module Az.LoginTs) { Get-EngineShared }).Connection.Process.Id
                }).AddArgument($path)
            @{ Shell = $shell; Handle = $shell.BeginInvoke() }
        }
        foreach ($run in $runs) {
            $answer = $run.Shell.EndInvoke($run.Handle)
            $answer[0] | Should -Be 'a0000000-0000-4000-8000-0000000d3910'
            $answer[1] | Should -Be $first
            $run.Shell.Dispose()
        }
    }

    It 'loads no assembly and starts no process when the module is imported' {
        $script = 'Import-Module "{0}"; [AppDomain]::CurrentDomain.GetAssemblies().Location | Where-Object {{ $_ -like "*LoginTs*" }}; (& (Get-Module Az.LoginTs) {{ Get-EngineShared }}).Connection' -f (Get-Module Az.LoginTs).Path
        $found = & ([System.Diagnostics.Process]::GetCurrentProcess().MainModule.FileName) -NoProfile -Command $script
        $found | Should -BeNullOrEmpty
    }

    It 'keeps a configuration value and shows where it comes from' {
        $null = Update-AzConfig -EnableLoginByWam $true
        $value = Get-AzConfig -EnableLoginByWam
        $value.Value | Should -Be 'True'
        $value.Scope | Should -Be 'CurrentUser'
        $null = Update-AzConfig -EnableLoginByWam $false
    }

    It 'is undone by Disconnect-AzAccount' {
        (Disconnect-AzAccount).Id | Should -Be 'a0000000-0000-4000-8000-0000000d3910'
        Get-AzContext | Should -BeNullOrEmpty
        $null = Get-AzAccessToken -ErrorAction SilentlyContinue -ErrorVariable problem
        "$problem" | Should -Match 'Run Connect-AzAccount to login'
    }
}
