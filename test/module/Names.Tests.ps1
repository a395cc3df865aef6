Describe 'commands under another name' {
    BeforeAll {
        $manifest = (Resolve-Path "$PSScriptRoot/../../Az.LoginTs.psd1").Path
        Import-Module $manifest
        $before = $env:AZ_LOGINTS_HOME
        $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid())
        $secret = ConvertTo-SecureString 'fake-secret-of-contoso-deploy' -AsPlainText -Force
        $application = 'a0000000-0000-4000-8000-0000000d3910'
        $signIn = @{
            Environment = 'LocalCloud'; ServicePrincipal = $true; Credential = [pscredential]::new($application, $secret)
            Tenant = 'contoso.example'; WarningAction = 'SilentlyContinue'
        }
        $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:AZ_LOGINTS_LOCAL_CLOUD
        $null = Connect-AzAccount @signIn
        # A token given as text must leave PowerShell as a secret, under any name of the command.
        $token = (Get-AzAccessToken -AsPlainText).Token
        $withToken = @{ Environment = 'LocalCloud'; AccountId = 'alex@contoso.example'; AccessToken = $token; Tenant = 'contoso.example'; Scope = 'Process'; WarningAction = 'SilentlyContinue' }
    }

    AfterAll {
        [System.IO.Directory]::Delete($env:AZ_LOGINTS_HOME, $true)
        $env:AZ_LOGINTS_HOME = $before
    }

    It 'run by an alias, with the module''s name, and through a variable' {
        New-Alias -Name Enter-Cloud -Value Connect-AzAccount
        (Enter-Cloud @withToken).Context.Account.Type | Should -Be 'AccessToken'
        (Az.LoginTs\Connect-AzAccount @withToken).Context.Account.Type | Should -Be 'AccessToken'
        $command = Get-Command Connect-AzAccount
        (& $command @withToken).Context.Account.Type | Should -Be 'AccessToken'
        (Az.LoginTs\Login-AzAccount @withToken).Context.Account.Type | Should -Be 'AccessToken'
    }

    It 'run through a proxy function with the same or another name' {
        $metadata = [System.Management.Automation.CommandMetadata]::new((Get-Command Connect-AzAccount))
        $text = [System.Management.Automation.ProxyCommand]::Create($metadata)
        Set-Item Function:Enter-Proxy ([scriptblock]::Create($text))
        (Enter-Proxy @withToken).Context.Account.Type | Should -Be 'AccessToken'
        $same = 'function Connect-AzAccount {' + $text.Replace("'Connect-AzAccount'", "'Az.LoginTs\Connect-AzAccount'") + '}; (Connect-AzAccount @args).Context.Account.Type'
        & ([scriptblock]::Create($same)) @withToken | Should -Be 'AccessToken'
    }

    It 'run from a copy of their function' {
        Set-Item Function:Enter-Copy (Get-Command Connect-AzAccount).ScriptBlock
        (Enter-Copy @withToken).Context.Account.Type | Should -Be 'AccessToken'
    }
}

Describe 'commands with a prefix' {
    BeforeAll {
        Get-Module Az.LoginTs | Remove-Module
        $manifest = (Resolve-Path "$PSScriptRoot/../../Az.LoginTs.psd1").Path
        Import-Module $manifest -Prefix X
        $before = $env:AZ_LOGINTS_HOME
        $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid())
        $secret = ConvertTo-SecureString 'fake-secret-of-contoso-deploy' -AsPlainText -Force
        $application = 'a0000000-0000-4000-8000-0000000d3910'
        $signIn = @{
            Environment = 'LocalCloud'; ServicePrincipal = $true; Credential = [pscredential]::new($application, $secret)
            Tenant = 'contoso.example'; WarningAction = 'SilentlyContinue'
        }
        $null = Add-XAzEnvironment -Name LocalCloud -ARMEndpoint $env:AZ_LOGINTS_LOCAL_CLOUD
        $null = Connect-XAzAccount @signIn
        # A token given as text must leave PowerShell as a secret, under any name of the command.
        $token = (Get-XAzAccessToken -AsPlainText).Token
        $withToken = @{ Environment = 'LocalCloud'; AccountId = 'alex@contoso.example'; AccessToken = $token; Tenant = 'contoso.example'; Scope = 'Process'; WarningAction = 'SilentlyContinue' }
    }

    AfterAll {
        Remove-Module Az.LoginTs
        Import-Module $manifest
        [System.IO.Directory]::Delete($env:AZ_LOGINTS_HOME, $true)
        $env:AZ_LOGINTS_HOME = $before
    }

    AfterEach {
        $null = Connect-XAzAccount @signIn
    }

    It 'run, accept a secret and report their errors' {
        (Connect-XAzAccount @withToken).Context.Account.Type | Should -Be 'AccessToken'
        (Get-XAzSubscription -SubscriptionName 'Contoso Staging').Name | Should -Be 'Contoso Staging'
        { Get-XAzSubscription -SubscriptionName missing -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound.Subscription,*'
    }

    It 'run as a job' {
        (Get-XAzSubscription -SubscriptionName 'Contoso Staging' -AsJob | Receive-Job -Wait -AutoRemoveJob).Name | Should -Be 'Contoso Staging'
    }

    It 'have completion and help' {
        $line = 'Set-XAzContext -Subscription *staging'
        (TabExpansion2 $line $line.Length).CompletionMatches[0].CompletionText | Should -Be "'Contoso Staging'"
        (Get-Help Connect-XAzAccount).Synopsis | Should -Match 'Signs in'
    }
}

Describe 'commands of a module that nests this one' {
    BeforeAll {
        Get-Module Az.LoginTs | Remove-Module
        $manifest = (Resolve-Path "$PSScriptRoot/../../Az.LoginTs.psd1").Path
        $folder = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid(), 'Outer')
        $null = [System.IO.Directory]::CreateDirectory($folder)
        $outer = [System.IO.Path]::Combine($folder, 'Outer.psd1')
        [System.IO.File]::WriteAllText($outer, "@{ ModuleVersion = '1.0'; NestedModules = @('$manifest'); FunctionsToExport = @('*'); AliasesToExport = @('*') }")
        Import-Module $outer
    }

    AfterAll {
        Remove-Module Outer
        Import-Module $manifest
        [System.IO.Directory]::Delete([System.IO.Path]::GetDirectoryName($folder), $true)
    }

    It 'run and have completion' {
        (Outer\Get-AzEnvironment AzureCloud).Name | Should -Be 'AzureCloud'
        $line = 'Get-AzEnvironment azurec'
        @((TabExpansion2 $line $line.Length).CompletionMatches)[0].CompletionText | Should -Be 'AzureChinaCloud'
    }
}
