Describe 'cmdlets in the background' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1"
        $before = $env:AZ_LOGINTS_HOME
        $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid())
        $secret = ConvertTo-SecureString 'fake-secret-of-contoso-deploy' -AsPlainText -Force
        $credential = [pscredential]::new('a0000000-0000-4000-8000-0000000d3910', $secret)
        $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:AZ_LOGINTS_LOCAL_CLOUD
        $null = Connect-AzAccount -Environment LocalCloud -ServicePrincipal -Credential $credential -Tenant contoso.example -Scope Process -WarningAction SilentlyContinue
    }

    AfterAll {
        [System.IO.Directory]::Delete($env:AZ_LOGINTS_HOME, $true)
        $env:AZ_LOGINTS_HOME = $before
    }

    It 'give a job, which knows what this process is signed in to' {
        $job = Get-AzSubscription -SubscriptionName 'Contoso Staging' -AsJob
        $job.Name | Should -Be 'Get-AzSubscription'
        $found = $job | Receive-Job -Wait -AutoRemoveJob
        $found.Name | Should -Be 'Contoso Staging'
        $found.PSTypeNames[0] | Should -Be 'Microsoft.Azure.Commands.Profile.Models.PSAzureSubscription'
    }

    It 'fail in their job' {
        $job = Get-AzSubscription -SubscriptionName missing -AsJob -ErrorVariable here
        $null = $job | Receive-Job -Wait -AutoRemoveJob -ErrorAction SilentlyContinue -ErrorVariable there
        $here | Should -BeNullOrEmpty
        $there[0].FullyQualifiedErrorId | Should -BeLike 'NotFound.Subscription,*'
    }

    It 'say to sign in, in a job that is handed a context of this process only' {
        $context = Get-AzContext
        $module = (Get-Module Az.LoginTs).Path
        $job = Start-Job { Import-Module $using:module; Get-AzSubscription -DefaultProfile $using:context }
        $null = $job | Receive-Job -Wait -AutoRemoveJob -ErrorAction SilentlyContinue -ErrorVariable there
        "$there" | Should -Match 'Run Connect-AzAccount to login'
        "$($there.FullyQualifiedErrorId)" | Should -Match 'NotSignedIn\.Context'
    }

    It 'work at once with -AsJob:$false' {
        (Get-AzSubscription -SubscriptionName 'Contoso Staging' -AsJob:$false).Name | Should -Be 'Contoso Staging'
    }
}
