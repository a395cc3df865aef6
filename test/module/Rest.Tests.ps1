Describe 'Invoke-AzRestMethod and the default resource group' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1"
        $before = $env:AZ_LOGINTS_HOME
        $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid())
        $secret = ConvertTo-SecureString 'fake-secret-of-contoso-deploy' -AsPlainText -Force
        $credential = [pscredential]::new('a0000000-0000-4000-8000-0000000d3910', $secret)
        $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:AZ_LOGINTS_LOCAL_CLOUD
        $null = Connect-AzAccount -Environment LocalCloud -ServicePrincipal -Credential $credential -Tenant contoso.example -WarningAction SilentlyContinue
        $subscription = (Get-AzContext).Subscription.Id
        $groups = "/subscriptions/$subscription/resourcegroups"
        $things = "$groups/web/providers/Local.AsyncOperation/things"
    }

    AfterAll {
        [System.IO.Directory]::Delete($env:AZ_LOGINTS_HOME, $true)
        $env:AZ_LOGINTS_HOME = $before
    }

    It 'return a response with the members that scripts for Az.Accounts read' {
        $answer = Invoke-AzRestMethod -Path "$groups/web?api-version=2021-04-01"
        $answer.PSTypeNames[0] | Should -Be 'Microsoft.Azure.Commands.Profile.Models.PSHttpResponse'
        $answer.StatusCode | Should -Be 200
        $answer.StatusCode | Should -BeOfType [int]
        ($answer.Content | ConvertFrom-Json).location | Should -Be 'swedencentral'
        $answer.Headers.CacheControl.NoStore | Should -Be $true
        $answer.Headers.GetValues('Cache-Control') | Should -Be 'no-store, no-cache'
        ($answer | Out-String) | Should -Match '(?s)StatusCode : 200\r?\nContent +: \{"id".*Headers +: \{\[.*Method +: GET\r?\nRequestUri : https://.*Version +: 1\.1'
    }

    It 'accept a whole address by position, with the short alias' {
        $missing = Invoke-AzRest "$env:AZ_LOGINTS_LOCAL_CLOUD$groups/missing?api-version=2021-04-01"
        $missing.StatusCode | Should -Be 404
        ($missing.Content | ConvertFrom-Json).error.code | Should -Be 'ResourceGroupNotFound'
        { Invoke-AzRest 'https://evil.example/' -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidArgument.Value,Invoke-AzRestMethod'
    }

    It 'send an address unchanged' {
        $odd = Invoke-AzRest "$env:AZ_LOGINTS_LOCAL_CLOUD$groups/web/providers/Local.Store/things/a%2Fb%20c?api-version=2021-04-01" -Method PUT -Payload '{}'
        ($odd.Content | ConvertFrom-Json).id | Should -BeLike '*/a%2Fb%20c'
    }

    It 'wait for a long-running operation, directly and in a job' {
        $payload = @{ properties = @{ size = 'A "quoted" size' } } | ConvertTo-Json
        $done = Invoke-AzRestMethod -Path "$things/one?api-version=2024-01-01" -Method PUT -Payload $payload -WaitForCompletion
        $properties = ($done.Content | ConvertFrom-Json).properties
        $properties.provisioningState | Should -Be 'Succeeded'
        $properties.size | Should -Be 'A "quoted" size'
        $job = Invoke-AzRestMethod -Path "$things/one?api-version=2024-01-01" -Method DELETE -WaitForCompletion -AsJob
        ($job | Receive-Job -Wait -AutoRemoveJob).StatusCode | Should -Be 200
        Invoke-AzRestMethod -Path "$things/one?api-version=2024-01-01" -Method PUT -Payload '{}' -WhatIf | Should -BeNullOrEmpty
        (Invoke-AzRestMethod -Path "$things/one?api-version=2024-01-01").StatusCode | Should -Be 404
    }

    It 'return all pages' {
        $list = Invoke-AzRestMethod -Path "${groups}?api-version=2021-04-01" -Paginate
        $names = ($list.Content | ConvertFrom-Json).value.name
        # Earlier tests may have created more groups.
        foreach ($name in 'web', 'data', 'network') { $names | Should -Contain $name }
    }

    It 'reject a payload that is too large for the engine at once' {
        $most = & (Get-Module Az.LoginTs) { $null = Get-EngineShared; $script:WireLongestMessage }
        $most | Should -Be 64MB
        & (Get-Module Az.LoginTs) { $script:WireLongestMessage = 100000 }
        try {
            $payload = '"' + [string]::new([char]'x', 100000) + '"'
            { Invoke-AzRestMethod -Path "$things/one?api-version=2024-01-01" -Method PUT -Payload $payload } |
                Should -Throw -ErrorId 'InvalidArgument.TooLarge,Invoke-AzRestMethod'
        } finally {
            & (Get-Module Az.LoginTs) { param($Most) $script:WireLongestMessage = $Most } $most
        }
    }

    It 'set, return and clear the default resource group' {
        $group = Set-AzDefault -ResourceGroupName web
        $group.PSTypeNames[0] | Should -Be 'Microsoft.Azure.Commands.Profile.Models.PSResourceGroup'
        (Get-AzContext).ExtendedProperties['Default Resource Group'] | Should -Be 'web'
        [pscustomobject]@{ ResourceGroupName = 'data' } | Set-AzDefault | Out-Null
        $group = Get-AzDefault
        $group.Name | Should -Be 'data'
        ($group | Set-AzDefault).ResourceId | Should -Be $group.Id
        ($group | Out-String) | Should -Match 'Id +: /subscriptions/.*\r?\nName +: data\r?\nProperties +: .*\r?\nLocation +: westeurope\r?\nManagedBy'
        Clear-AzDefault -ResourceGroup -PassThru | Should -Be $true
        Get-AzDefault | Should -BeNullOrEmpty
    }
}
