Describe 'Tab completion of known names' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1"
        $before = $env:AZ_LOGINTS_HOME
        $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid())
        $secret = ConvertTo-SecureString 'fake-secret-of-contoso-deploy' -AsPlainText -Force
        $application = 'a0000000-0000-4000-8000-0000000d3910'
        $contoso = '10000000-0000-4000-8000-000000000001'
        $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:AZ_LOGINTS_LOCAL_CLOUD
        $null = Connect-AzAccount -Environment LocalCloud -ServicePrincipal -Credential ([pscredential]::new($application, $secret)) -Tenant contoso.example -WarningAction SilentlyContinue
        $null = Rename-AzContext (Get-AzContext).Name "Alex's [work] context"

        function Get-Offer([string]$Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches }
        function Get-OfferedText([string]$Line) { @(Get-Offer $Line | ForEach-Object { $_.CompletionText }) -join ' ; ' }
    }

    AfterAll {
        [System.IO.Directory]::Delete($env:AZ_LOGINTS_HOME, $true)
        $env:AZ_LOGINTS_HOME = $before
    }

    It 'offers subscriptions by name, in quotes, with the tenant and the account' {
        $offer = @(Get-Offer 'Set-AzContext -Subscription ')
        $offer[0].CompletionText | Should -Be "'Contoso Production'"
        $offer[0].ListItemText | Should -Be 'Contoso Production'
        $offer[0].ToolTip | Should -Match "1a000000-0000-4000-8000-000000000001.*account $application, tenant $contoso"
    }

    It 'completes <line> to <text>' -TestCases @(
        @{ line = 'Set-AzContext con'; text = "'Contoso Production' ; 'Contoso Staging'" }
        @{ line = "Set-AzContext -Subscription 'contoso s"; text = "'Contoso Staging'" }
        @{ line = 'Set-AzContext -Subscription "contoso s'; text = '"Contoso Staging"' }
        @{ line = 'Set-AzContext -Subscription:*stag'; text = "'Contoso Staging'" }
        @{ line = 'Set-AzContext -Subscription staging'; text = "'Contoso Staging'" }
        @{ line = 'Set-AzContext -Subscription 1a000000-0000-4000-8000-000000000001'; text = '1a000000-0000-4000-8000-000000000001' }
        @{ line = 'Select-AzSubscription -SubscriptionName contoso-s'; text = '' }
        @{ line = 'Select-AzSubscription -SubscriptionName *prod'; text = "'Contoso Production'" }
        @{ line = 'Login-AzAccount -Subscription contoso*prod'; text = "'Contoso Production'" }
        @{ line = 'Get-AzSubscription -SubscriptionId *production'; text = '1a000000-0000-4000-8000-000000000001' }
        @{ line = 'Invoke-AzRest -SubscriptionId *staging'; text = '1a000000-0000-4000-8000-000000000002' }
        @{ line = 'Select-AzContext alex'; text = "'Alex''s [work] context'" }
        @{ line = 'Get-AzContext "alex''s [w'; text = '"Alex''s [work] context"' }
        @{ line = 'Remove-AzContext -Name *[w'; text = "'Alex''s [work] context'" }
        @{ line = 'Get-AzEnvironment local'; text = 'LocalCloud' }
        @{ line = 'Connect-AzAccount -Environment azurec'; text = 'AzureChinaCloud ; AzureCloud' }
        @{ line = 'Get-AzTenant 1000'; text = '10000000-0000-4000-8000-000000000001' }
        @{ line = 'Disconnect-AzAccount -ApplicationId a'; text = 'a0000000-0000-4000-8000-0000000d3910' }
        @{ line = 'Connect-AzAccount -AuthScope keyv'; text = 'KeyVault' }
        @{ line = 'Get-AzAccessToken -ResourceTypeName keyv'; text = 'KeyVault' }
        @{ line = 'Get-AzConfig -AppliesTo az.a'; text = 'Az.Accounts' }
        @{ line = 'Update-AzConfig -EnableLoginByWam '; text = '$true ; $false' }
        @{ line = 'Set-AzConfig -LoginExperienceV2 o'; text = 'Off ; On' }
        @{ line = 'Update-AzConfig -DefaultSubscriptionForLogin contoso*st'; text = "'Contoso Staging'" }
        @{ line = 'Update-AzConfig -EngineR'; text = '-EngineRuntime' }
    ) {
        param($line, $text)
        # PowerShell completes files when nothing else is offered, so the current folder must be an empty one.
        Push-Location $env:AZ_LOGINTS_HOME
        try { Get-OfferedText $line | Should -Be $text } finally { Pop-Location }
    }

    It 'offers the subscriptions of the named tenant, and names that the cloud has listed since' {
        Get-OfferedText 'Get-AzSubscription -TenantId 10000000-0000-4000-8000-000000000001 -SubscriptionName *prod' | Should -Be "'Contoso Production'"
        $null = Get-AzTenant -WarningAction SilentlyContinue
        Get-OfferedText 'Set-AzContext -Tenant contoso' | Should -Be 'contoso.example'
        (Get-Offer 'Set-AzContext -Tenant contoso')[0].ToolTip | Should -Match "Contoso \($contoso\), account $application"
    }

    It 'offers nothing and writes no error if the contexts cannot be read' {
        $here = $env:AZ_LOGINTS_HOME
        $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine($here, 'AzureRmContext.json')
        $errors = $global:Error.Count
        Push-Location $here
        try { Get-OfferedText 'Select-AzContext unheard-of' | Should -Be '' } finally { Pop-Location; $env:AZ_LOGINTS_HOME = $here }
        $global:Error.Count | Should -Be $errors
    }
}
