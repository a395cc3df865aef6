Describe 'the configuration from PowerShell' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1"
        $before = $env:AZ_LOGINTS_HOME
        $folder = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid())
        $null = [System.IO.Directory]::CreateDirectory($folder)
        $env:AZ_LOGINTS_HOME = $folder
    }

    AfterAll {
        $env:AZ_LOGINTS_HOME = $before
        [System.IO.Directory]::Delete($folder, $true)
    }

    It 'stores a value and shows it in Az.Accounts'' columns' {
        $set = Update-AzConfig -LoginExperienceV2 Off
        $set.PSTypeNames[0] | Should -Be 'Microsoft.Azure.Commands.Profile.Models.PSConfig'
        $set.Value | Should -Be 'Off'
        $set.AppliesTo | Should -Be 'Az'
        $set.Scope | Should -Be 'CurrentUser'
        (Get-AzConfig -LoginExperienceV2 | Out-String -Width 200) | Should -Match 'Key +Value +Applies To +Scope +Help Message'
    }

    It 'can also be set by Az.Accounts'' alias' {
        (Set-AzConfig -LoginTimeoutSeconds 60 -Scope Process).Scope | Should -Be 'Process'
    }

    It 'accepts values by property name from the pipeline' {
        $value = [pscustomobject]@{ DefaultSubscriptionForLogin = 'Contoso Production' } | Update-AzConfig
        $value.Value | Should -Be 'Contoso Production'
    }

    It 'follows an environment variable at the time of the call' {
        $env:AZUREPS_CHECK_FOR_UPGRADE = 'false'
        $value = Get-AzConfig -CheckForUpgrade
        $env:AZUREPS_CHECK_FOR_UPGRADE = ''
        $value.Value | Should -Be $false
        $value.Scope | Should -Be 'Environment'
        (Get-AzConfig -CheckForUpgrade).Scope | Should -Be 'Default'
    }

    It 'rejects an invalid value and lists the accepted ones' {
        { Update-AzConfig -DisplaySurveyMessage $true -AppliesTo Az.KeyVault -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidArgument.Value,Update-AzConfig'
        { Update-AzConfig -LoginExperienceV2 Maybe } | Should -Throw -ExpectedMessage '*On,Off*'
    }

    It 'is exported to a file in PowerShell''s current location, and imported from it' {
        Push-Location $folder
        try {
            Export-AzConfig -Path azconfig.json -PassThru | Should -Be $true
            [System.IO.File]::Exists([System.IO.Path]::Combine($folder, 'azconfig.json')) | Should -Be $true
            Clear-AzConfig -Force -PassThru | Should -Be $true
            (Get-AzConfig -LoginExperienceV2).Scope | Should -Be 'Default'
            Import-AzConfig ./azconfig.json
            (Get-AzConfig -LoginExperienceV2).Value | Should -Be 'Off'
        } finally {
            Pop-Location
        }
    }

    It 'is not exported to a path outside the file system' {
        { Export-AzConfig -Path Env:/azconfig -Force } | Should -Throw -ExpectedMessage '*not in the file system*'
    }

    It 'is not changed with -WhatIf' {
        Clear-AzConfig -Force -WhatIf
        Update-AzConfig -LoginExperienceV2 On -WhatIf
        Disable-AzDataCollection -WhatIf
        (Get-AzConfig -LoginExperienceV2).Value | Should -Be 'Off'
        (Get-AzConfig -EnableDataCollection).Value | Should -Be $true
    }

    It 'is not cleared without confirmation if nobody can be prompted' {
        { Clear-AzConfig -ErrorAction Stop } | Should -Throw -ErrorId 'InteractionRequired.Confirmation,Clear-AzConfig'
    }

    It 'can be cleared for one key without changing the others' {
        Clear-AzConfig -LoginExperienceV2
        (Get-AzConfig -LoginExperienceV2).Scope | Should -Be 'Default'
        (Get-AzConfig -DefaultSubscriptionForLogin).Value | Should -Be 'Contoso Production'
    }
}
