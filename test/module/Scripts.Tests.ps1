# What scripts for Az.Accounts do, in the form in which they are written. Each test is a form that was found in public
# scripts and that depends on more than names and parameters.
Describe 'scripts for Az.Accounts, before a sign-in' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1"
        $before = $env:AZ_LOGINTS_HOME
        $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid())
        $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:AZ_LOGINTS_LOCAL_CLOUD
    }

    AfterAll {
        [System.IO.Directory]::Delete($env:AZ_LOGINTS_HOME, $true)
        $env:AZ_LOGINTS_HOME = $before
    }

    It 'catch the message of Get-AzSubscription without -ErrorAction' {
        $caught = 'nothing'
        try { $null = Get-AzSubscription } catch { if ($_ -like '*Run Connect-AzAccount to login*') { $caught = 'no sign-in' } }
        $caught | Should -Be 'no sign-in'
    }

    It 'ask silently for subscriptions to find out whether they must sign in' {
        $ErrorActionPreference = 'Stop'
        $null -eq (Get-AzSubscription -ErrorAction SilentlyContinue) | Should -Be $true
    }

    It 'catch the error by the type of its exception' {
        $caught = 'nothing'
        try { $null = Set-AzContext -Subscription any -ErrorAction Stop } catch [System.Management.Automation.PSInvalidOperationException] { $caught = 'no sign-in' }
        $caught | Should -Be 'no sign-in'
    }

    It 'continue after other commands, and check $?' {
        $null = Get-AzTenant -ErrorAction SilentlyContinue
        $? | Should -Be $false
        $null -eq (Get-AzContext -ErrorAction Stop) | Should -Be $true
    }

    It 'sign out and clear without errors, like the tasks of Azure Pipelines' {
        $null = Disconnect-AzAccount -Scope Process -ErrorAction Stop
        $null = Clear-AzContext -Scope Process -ErrorAction Stop
        $null = Clear-AzContext -Scope CurrentUser -Force -ErrorAction Stop -WarningAction SilentlyContinue
        Disconnect-AzAccount -Confirm:$false -ErrorAction Stop | Should -BeNullOrEmpty
        Disconnect-AzAccount -ContextName MyContext -ErrorAction Stop | Should -BeNullOrEmpty
        Disconnect-AzAccount -Username nobody@contoso.example -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'ask for a cloud to find out whether they must add it' {
        $null -eq (Get-AzEnvironment -Name AzureStack -ErrorAction Stop) | Should -Be $true
        (Get-AzEnvironment -Name '').Count | Should -Be 4
    }
}

Describe 'scripts for Az.Accounts' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1"
        $before = $env:AZ_LOGINTS_HOME
        $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid())
        $secret = ConvertTo-SecureString 'fake-secret-of-contoso-deploy' -AsPlainText -Force
        $application = 'a0000000-0000-4000-8000-0000000d3910'
        $contoso = '10000000-0000-4000-8000-000000000001'
        $production = '1a000000-0000-4000-8000-000000000001'
        $nowhere = '49bc3d95-9a30-40f8-81e0-3cdef0c3f8a5'
        $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:AZ_LOGINTS_LOCAL_CLOUD
        $signIn = @{
            Environment = 'LocalCloud'; ServicePrincipal = $true; Credential = [pscredential]::new($application, $secret)
            Tenant = 'contoso.example'; WarningAction = 'SilentlyContinue'; AuthScope = ''
        }
        $null = Connect-AzAccount @signIn
        $context = Get-AzContext
    }

    AfterAll {
        [System.IO.Directory]::Delete($env:AZ_LOGINTS_HOME, $true)
        $env:AZ_LOGINTS_HOME = $before
    }

    BeforeEach {
        $null = Set-AzContext -Context $context
    }

    It 'sign out any account by name without an error' {
        $account = Disconnect-AzAccount -Username nobody@contoso.example -ErrorAction Stop -WarningVariable warned -WarningAction SilentlyContinue
        $account.Id | Should -Be 'nobody@contoso.example'
        $account.Type | Should -Be 'User'
        "$warned" | Should -Match 'not signed in'
        (Disconnect-AzAccount -ServicePrincipal any -TenantId contoso -WarningAction SilentlyContinue).Tenants | Should -Be 'contoso'
    }

    It 'find Az.Accounts'' words in the error of <command> for an unknown subscription' -TestCases @(
        @{ command = 'Set-AzContext'; call = { Set-AzContext -SubscriptionId $nowhere -ErrorAction Stop } }
        @{ command = 'Select-AzSubscription'; call = { Select-AzSubscription -SubscriptionName $nowhere -ErrorAction Stop } }
        @{ command = 'Set-AzContext with a tenant'; call = { Set-AzContext -Subscription $nowhere -Tenant $contoso -ErrorAction Stop } }
    ) {
        $caught = $null
        try { & $call } catch { $caught = $_ }
        $caught.Exception.Message | Should -Match 'Please provide a valid tenant or a valid subscription\.'
        "$caught" | Should -Match 'Please provide a valid tenant or a valid subscription\.'
    }

    It 'catch an unknown context of <command> without -ErrorAction' -TestCases @(
        @{ command = 'Select-AzContext'; call = { Select-AzContext -Name missing } }
        @{ command = 'Remove-AzContext'; call = { Remove-AzContext -Name missing -Force } }
        @{ command = 'Rename-AzContext'; call = { Rename-AzContext -SourceName missing -TargetName other } }
    ) {
        $caught = $null
        try { $null = & $call } catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'NotFound.Context,*'
    }

    It 'ask for a context by name to find out whether it exists' {
        $null -eq (Get-AzContext -Name missing -ErrorAction Stop) | Should -Be $true
        (Get-AzContext -Name $context.Name.ToUpperInvariant()).Name | Should -Be $context.Name
    }

    # What Az.Accounts throws in ProcessRecord, its base class writes as an error (AzurePSCmdlet.cs), and so do we.
    It 'continue after <what>' -TestCases @(
        @{ what = 'a missing certificate file'; id = 'InvalidArgument.Certificate'; call = { Connect-AzAccount -Environment LocalCloud -ServicePrincipal -ApplicationId $application -Tenant contoso.example -CertificatePath ./missing.pfx } }
        @{ what = 'a certificate that is in no store'; id = 'NotFound.Certificate'; call = { Connect-AzAccount -Environment LocalCloud -ServicePrincipal -ApplicationId $application -Tenant contoso.example -CertificateThumbprint ('A' * 40) } }
        @{ what = 'an invalid access token'; id = 'InvalidArgument.Token'; call = { Connect-AzAccount -Environment LocalCloud -AccessToken garbage -AccountId someone } }
        @{ what = 'an invalid federated token'; id = 'InvalidArgument.Token'; call = { Connect-AzAccount -Environment LocalCloud -ServicePrincipal -ApplicationId $application -Tenant contoso.example -FederatedToken garbage } }
        @{ what = 'an invalid tenant'; id = 'InvalidArgument.Value'; call = { Get-AzAccessToken -TenantId 'no tenant' } }
        @{ what = 'adding a built-in environment'; id = 'InvalidArgument.Value'; call = { Add-AzEnvironment -Name AzureCloud -GalleryEndpoint https://gallery.example/ } }
        @{ what = 'setting a built-in environment'; id = 'InvalidArgument.Value'; call = { Set-AzEnvironment -Name AzureCloud -GalleryEndpoint https://gallery.example/ } }
        @{ what = 'removing a built-in environment'; id = 'InvalidArgument.Value'; call = { Remove-AzEnvironment -Name AzureCloud } }
        @{ what = 'removing an unknown environment'; id = 'InvalidArgument.Environment'; call = { Remove-AzEnvironment -Name Missing } }
        @{ what = 'an invalid ARM endpoint'; id = 'InvalidArgument.Value'; call = { Add-AzEnvironment -Name Other -ARMEndpoint nowhere } }
        @{ what = 'an invalid configuration value'; id = 'InvalidArgument.Value'; call = { Update-AzConfig -CaFile ([System.IO.Path]::Combine($env:AZ_LOGINTS_HOME, 'missing.pem')) } }
        @{ what = 'a read-only configuration scope'; id = 'InvalidArgument.Value'; call = { Update-AzConfig -EnableLoginByWam $true -Scope Environment } }
        @{ what = 'something to which a key cannot apply'; id = 'InvalidArgument.Value'; call = { Update-AzConfig -EnableLoginByWam $true -AppliesTo Az.KeyVault } }
        @{ what = 'an invalid context file'; id = 'InvalidArgument.Value'; call = { Import-AzContext -Path $PSCommandPath } }
        @{ what = 'an empty path'; id = 'InvalidArgument.Value'; call = { Invoke-AzRestMethod -Path / } }
        @{ what = 'an address of an unknown service'; id = 'InvalidArgument.Value'; call = { Invoke-AzRestMethod -Uri https://unknown.example/ } }
        @{ what = 'an unknown subscription'; id = 'NotFound.Subscription'; call = { Set-AzContext -Subscription $nowhere } }
        @{ what = 'a missing resource group'; id = 'NotFound.ResourceGroup'; call = { Set-AzDefault -ResourceGroupName missing } }
        @{ what = 'nothing to export'; id = 'NotFound.Config'; call = { Export-AzConfig -Path ([System.IO.Path]::Combine($env:AZ_LOGINTS_HOME, 'none.json')) } }
    ) {
        $written = @(& { & $call 2>&1; 'went on' })
        $written[0].FullyQualifiedErrorId | Should -BeLike "$id,*"
        $written[-1] | Should -Be 'went on'
    }

    It 'catch <what> without -ErrorAction' -TestCases @(
        @{ what = 'an invalid value'; id = '*ParameterArgumentValidationError*'; call = { Connect-AzAccount -MaxContextPopulation -5 } }
        @{ what = 'an unknown environment'; id = 'InvalidArgument.Environment,*'; call = { Connect-AzAccount -Environment Missing } }
        @{ what = 'an object that is not a context'; id = 'InvalidArgument.Value,*'; call = { Get-AzTenant -DefaultProfile ([pscustomobject]@{ Name = 'x' }) } }
        @{ what = 'parameters that exclude each other'; id = 'InvalidArgument.ParameterSet,*'; call = { Get-AzAccessToken -AsPlainText -AsSecureString } }
    ) {
        $caught = $null
        try { $null = & $call } catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike $id
    }

    It 'pass on parameters that have no value' {
        function Get-Everything([string]$Subscription, [string]$Tenant) { Get-AzSubscription -SubscriptionId $Subscription -TenantId $Tenant }
        @(Get-Everything).Count | Should -Be 2
        @(Get-Everything -Subscription $production).Count | Should -Be 1
        @(Get-AzSubscription -SubscriptionName ' ' -TenantId $null).Count | Should -Be 2
        (Get-AzAccessToken -TenantId '').TenantId | Should -Be $contoso
        @(Get-AzTenant -TenantId '').Count | Should -Be 1
    }
}
