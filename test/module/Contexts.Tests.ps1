Describe 'contexts, through the pipeline' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1"
        $before = $env:AZ_LOGINTS_HOME
    }

    AfterAll {
        $env:AZ_LOGINTS_HOME = $before
    }

    BeforeEach {
        $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid())
        $secret = ConvertTo-SecureString 'fake-secret-of-contoso-deploy' -AsPlainText -Force
        $credential = [pscredential]::new('a0000000-0000-4000-8000-0000000d3910', $secret)
        $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:AZ_LOGINTS_LOCAL_CLOUD
        $signedIn = Connect-AzAccount -Environment LocalCloud -ServicePrincipal -Credential $credential -Tenant contoso.example -WarningAction SilentlyContinue
    }

    AfterEach {
        [System.IO.Directory]::Delete($env:AZ_LOGINTS_HOME, $true)
    }

    It 'are renamed by name and from the pipeline, and found under their new names in any case' {
        $name = (Get-AzContext).Name
        Rename-AzContext $name production | Should -BeNullOrEmpty
        (Get-AzContext).Name | Should -Be 'production'
        $renamed = Get-AzContext -Name PRODUCTION | Rename-AzContext -TargetName prod -PassThru
        $renamed.Name | Should -Be 'prod'
        $renamed.PSTypeNames[0] | Should -Be 'Microsoft.Azure.Commands.Profile.Models.Core.PSAzureContext'
        (Select-AzContext Prod).Name | Should -Be 'prod'
    }

    It 'are removed through a filter' {
        $count = @(Get-AzContext -ListAvailable).Count
        $removed = Get-AzContext -ListAvailable | Where-Object { $_.Subscription.Name -eq 'Contoso Staging' } | Remove-AzContext -PassThru
        $removed.Subscription.Name | Should -Be 'Contoso Staging'
        @(Get-AzContext -ListAvailable).Count | Should -Be ($count - 1)
        (Get-AzContext).Subscription.Name | Should -Be 'Contoso Production'
    }

    It 'sign the account out when all are removed, and the current one is removed only with -Force' {
        Get-AzContext -ListAvailable | Remove-AzContext -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -Be 'InteractionRequired.Confirmation,Remove-AzContext'
        $problem[0].ErrorDetails.RecommendedAction | Should -Match '-Force'
        Get-AzContext -ListAvailable | Remove-AzContext -Force
        Get-AzContext -ListAvailable | Should -BeNullOrEmpty
        { Get-AzAccessToken -ErrorAction Stop } | Should -Throw -ErrorId 'NotSignedIn.None,Get-AzAccessToken'
    }

    It 'are cleared with -Force, but not with -WhatIf' {
        Clear-AzContext -Force -WhatIf
        Get-AzContext | Should -Not -BeNullOrEmpty
        Clear-AzContext -Force -PassThru | Should -Be $true
        Get-AzContext | Should -BeNullOrEmpty
    }

    It 'are saved to a PowerShell path and imported from it' {
        Push-Location $env:AZ_LOGINTS_HOME
        try {
            Save-AzContext -Path saved.json -WithCredential -WarningAction SilentlyContinue
            Clear-AzContext -Force
            $imported = Import-AzContext saved.json
        } finally {
            Pop-Location
        }
        $imported.PSTypeNames[0] | Should -Be 'Microsoft.Azure.Commands.Profile.Models.Core.PSAzureProfile'
        $imported.Context.Name | Should -Be $signedIn.Context.Name
        (Get-AzAccessToken -AsPlainText).Token | Should -Match '^eyJ'
    }

    It 'are saved from Connect-AzAccount''s output, and imported as an object' {
        $path = [System.IO.Path]::Combine($env:AZ_LOGINTS_HOME, 'saved.json')
        $signedIn | Save-AzContext -Path $path
        [System.IO.File]::ReadAllText($path) | Should -Match 'Contoso Production'
        (Import-AzContext $signedIn).Context.Name | Should -Be $signedIn.Context.Name
        ([pscustomobject]@{ Profile = $signedIn } | Import-AzContext).Context.Name | Should -Be $signedIn.Context.Name
    }

    It 'stay in their process if autosave is off' {
        (Disable-AzContextAutosave -Scope Process).Mode | Should -Be 'Process'
        $setting = Get-AzContextAutosaveSetting
        $setting.ContextFile | Should -Be 'None'
        ($setting | Out-String) | Should -Match 'Mode +: Process'
        $before = [System.IO.File]::ReadAllText([System.IO.Path]::Combine($env:AZ_LOGINTS_HOME, 'AzureRmContext.json'))
        Rename-AzContext (Get-AzContext).Name mine
        (Get-AzContext).Name | Should -Be 'mine'
        [System.IO.File]::ReadAllText([System.IO.Path]::Combine($env:AZ_LOGINTS_HOME, 'AzureRmContext.json')) | Should -Be $before
        (Enable-AzContextAutosave -Scope Process).ContextFile | Should -Be 'AzureRmContext.json'
    }

    It 'belong to environments that can be changed, discovered again and removed' {
        $null = Get-AzEnvironment LocalCloud | Set-AzEnvironment -StorageEndpoint changed.example
        (Get-AzEnvironment LocalCloud).StorageEndpointSuffix | Should -Be 'changed.example'
        (Get-AzContext).Environment.StorageEndpointSuffix | Should -Be 'changed.example'
        $found = Add-AzEnvironment -AutoDiscover -Uri "$env:AZ_LOGINTS_LOCAL_CLOUD/metadata/endpoints?api-version=2022-09-01"
        $found[-1].Name | Should -Be 'LocalCloud'
        $found[-1].Type | Should -Be 'Discovered'
        (Get-AzEnvironment LocalCloud | Remove-AzEnvironment).Name | Should -Be 'LocalCloud'
        Get-AzEnvironment | Where-Object { $_.Name -eq 'LocalCloud' } | Should -BeNullOrEmpty
    }
}
