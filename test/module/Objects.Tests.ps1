Describe 'objects as scripts use them' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1"
        $before = $env:AZ_LOGINTS_HOME
        $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid())
        $secret = ConvertTo-SecureString 'fake-secret-of-contoso-deploy' -AsPlainText -Force
        $application = 'a0000000-0000-4000-8000-0000000d3910'
        $contoso = '10000000-0000-4000-8000-000000000001'
        $production = '1a000000-0000-4000-8000-000000000001'
        $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:AZ_LOGINTS_LOCAL_CLOUD
        $signedIn = Connect-AzAccount -Environment LocalCloud -ServicePrincipal -Credential ([pscredential]::new($application, $secret)) -Tenant contoso.example -WarningAction SilentlyContinue
        $context = Get-AzContext
        $path = [System.IO.Path]::Combine($env:AZ_LOGINTS_HOME, 'object.xml')

        function Get-Again($Object) {
            $Object | Export-Clixml -Path $path
            Import-Clixml -Path $path
        }
    }

    AfterAll {
        [System.IO.Directory]::Delete($env:AZ_LOGINTS_HOME, $true)
        $env:AZ_LOGINTS_HOME = $before
    }

    BeforeEach {
        $null = Set-AzContext -Context $context
    }

    It 'convert to their ID or name as text, even after being read from a file' {
        foreach ($each in $context, (Get-Again $context)) {
            "$($each.Subscription) $($each.Account) $($each.Tenant) $($each.Environment)" | Should -Be "$production $application $contoso LocalCloud"
            "$each" | Should -Be $context.Name
            $production -eq $each.Subscription | Should -Be $true
        }
        "$signedIn" | Should -Be $context.Name
        (Set-AzContext -Subscription $context.Subscription).Subscription.Id | Should -Be $production
        "$($context.Subscription.SubscriptionPolicies)" -replace '\s' | Should -Match '^\{"LocationPlacementId":".+","QuotaId":".+","SpendingLimit":"Off"\}$'
    }

    It 'can be piped on after being read from a file' {
        $staging = Get-Again (Get-AzContext -ListAvailable | Where-Object { $_.Subscription.Name -eq 'Contoso Staging' })
        ($staging | Set-AzContext).Subscription.Name | Should -Be 'Contoso Staging'
        ($context | Select-AzContext -Scope Process).Name | Should -Be $context.Name
        ($staging | Select-AzContext -Scope Process).Name | Should -Be $staging.Name
        ((Get-Again $context).Subscription | Set-AzContext).Subscription.Id | Should -Be $production
        ((Get-Again (Get-AzTenant)) | Set-AzContext).Tenant.Id | Should -Be $contoso
        (Get-AzContext -DefaultProfile $staging).Name | Should -Be $staging.Name
        (Get-AzContext -DefaultProfile (Get-Again $signedIn)).Name | Should -Be $context.Name
        (Get-Again (Get-AzEnvironment LocalCloud) | Set-AzEnvironment -WhatIf) | Should -BeNullOrEmpty
    }

    It 'of other types are rejected at once, even with endless properties' {
        foreach ($other in { 1 }, [System.Diagnostics.Process]::GetCurrentProcess(), $Host) {
            { Get-AzContext -DefaultProfile $other -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidArgument.Value,Get-AzContext'
        }
    }

    It 'may have properties with any name, and a number that is NaN' {
        $properties = @{ Keys = 'k'; Values = 'v'; Count = 'c'; Number = [double]::NaN }
        $changed = Set-AzContext -Context $context -ExtendedProperty $properties -Name any
        foreach ($name in $properties.get_Keys()) { $changed.ExtendedProperties[$name] | Should -Be "$($properties[$name])" }
        Remove-AzContext any -Force
    }

    It 'find their context after it was renamed, but Remove-AzContext removes only one with their name' {
        Rename-AzContext $context.Name renamed
        (Get-AzContext -DefaultProfile $context).Name | Should -Be 'renamed'
        ($context | Set-AzContext).Name | Should -Be 'renamed'
        { $context | Remove-AzContext -Force -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound.Context,Remove-AzContext'
        Rename-AzContext renamed $context.Name
    }

    It 'have the members that scripts for Az.Accounts use' {
        $subscription = Get-AzSubscription -SubscriptionId $production
        $subscription.SubscriptionId | Should -Be $production
        $subscription.TenantId | Should -Be $contoso
        $subscription.HomeTenantId | Should -Be $contoso
        $subscription.State | Should -Be 'Enabled'
        $subscription.ExtendedProperties['account'] | Should -Be $application
        $subscription.ExtendedProperties.ContainsKey('Environment') | Should -Be $true
        $subscription.Tags['costCenter'] | Should -Be '1001'
        & {
            Set-StrictMode -Version Latest
            $subscription.ManagedByTenantIds.Count | Should -Be 0
            $context.Tenant.Domains.Count | Should -Be 2
        }
        $context.Environment.ResourceManagerUrl.TrimEnd('/') | Should -Be $env:AZ_LOGINTS_LOCAL_CLOUD.TrimEnd('/')
        $context.Account.Tenants.Contains($contoso) | Should -Be $true
        $signedIn.Environments.LocalCloud.Name | Should -Be 'LocalCloud'
        $members = ($context | Get-Member -MemberType NoteProperty).Name -join ' '
        $members | Should -Be 'Account Environment ExtendedProperties Name Subscription Tenant TokenCache VersionProfile'
    }

    It 'have a Count of 1 if there is one, even after being read from a file' {
        # PowerShell 7 counts any object; Windows PowerShell counts a custom object only if it has Count.
        $subscription = Get-AzSubscription -SubscriptionId $production
        $one = $context, $subscription, (Get-AzTenant), (Get-AzEnvironment LocalCloud), (Get-AzConfig -LoginExperienceV2)
        foreach ($each in $one) {
            $each.Count, $each.Length | Should -Be 1, 1
            $each.PSObject.Members['Count'].MemberType | Should -Be 'ScriptProperty'
            @($each | Get-Member -Name Count, Length).Count | Should -Be 0
            ($each | ConvertTo-Json -Depth 3) | Should -Not -Match '"(Count|Length)"'
        }
        $again = Get-Again $subscription
        $again.Count | Should -Be 1
        $again.Id | Should -Be $production
    }

    It 'share nothing that can be changed with another context of the same account, tenant and environment' {
        function Get-Part($Object, [string]$Name) {
            if ($Object -is [string] -or $Object -is [valuetype] -or $null -eq $Object) { return }
            [pscustomobject]@{ Name = $Name; Value = $Object }
            if ($Object -is [System.Management.Automation.PSCustomObject]) {
                foreach ($property in $Object.PSObject.Properties) { if ($property.MemberType -eq 'NoteProperty') { Get-Part $property.Value ($Name + '.' + $property.Name) } }
            }
        }
        $null = Set-AzContext -Context $context -Name 'the same again'
        $all = @(Get-AzContext -ListAvailable)
        $all.Count | Should -BeGreaterThan 2
        # A PSObject is compared as itself, another value without the PSObject around it.
        $parts = @(foreach ($one in $all) { Get-Part $one $one.Name })
        $parts.Count | Should -BeGreaterThan (10 * $all.Count)
        $shared = @(for ($i = 0; $i -lt $parts.Count; $i++) {
                for ($j = 0; $j -lt $i; $j++) {
                    if ([object]::ReferenceEquals($parts[$i].Value, $parts[$j].Value)) { $parts[$j].Name + ' is ' + $parts[$i].Name }
                }
            })
        $shared | Should -BeNullOrEmpty
        foreach ($one in $all) {
            ($one.Environment.PSTypeNames -join ' ') | Should -Be ($context.Environment.PSTypeNames -join ' ')
            ($one.Account | ConvertTo-Json -Depth 5) | Should -Be ($context.Account | ConvertTo-Json -Depth 5)
            ($one.Environment | ConvertTo-Json -Depth 5) | Should -Be ($context.Environment | ConvertTo-Json -Depth 5)
            $one.Environment.ExtendedProperties['microsoftgraphurl'] | Should -Be $context.Environment.ExtendedProperties['MicrosoftGraphUrl']
            $one.Environment.ExtendedProperties['new'] = $one.Name
            $one.Account.ExtendedProperties['new'] = $one.Name
        }
        foreach ($one in $all) { $one.Environment.ExtendedProperties['new'], $one.Account.ExtendedProperties['new'] | Should -Be @($one.Name, $one.Name) }
        Remove-AzContext -Name 'the same again' -Force
    }

    It 'can be sorted, compared and written as JSON' {
        $all = @(Get-AzSubscription)
        ($all | Sort-Object Name -Descending).Name -join ',' | Should -Be 'Contoso Staging,Contoso Production'
        (Get-AzContext -ListAvailable | Sort-Object | ForEach-Object { $_.Subscription.Name }) -join ',' | Should -Be 'Contoso Production,Contoso Staging'
        (Compare-Object $all $all[0]).InputObject.Name | Should -Be 'Contoso Staging'
        $json = $signedIn | ConvertTo-Json -Depth 10 | ConvertFrom-Json
        $json.Context.Subscription.Id | Should -Be $production
        $json.Context.TokenCache | Should -BeNullOrEmpty
    }

    It 'show Az.Accounts'' columns, even after being read from a file' {
        foreach ($each in $context, (Get-Again $context)) {
            ($each | Out-String -Width 300) | Should -Match '(?s)Tenant: Contoso.*SubscriptionName +SubscriptionId +Account'
        }
        (Get-AzSubscription | Out-String -Width 300) | Should -Match '(?s)TenantId: 10000000.*Name +Id +State'
        (Get-AzTenant | Out-String -Width 300) | Should -Match 'Name +Id +Domains +TenantCategory'
        (Get-AzEnvironment LocalCloud | Out-String -Width 300) | Should -Match 'Name +Resource Manager +ActiveDirectory Authority'
        ($context.Subscription.SubscriptionPolicies | Out-String -Width 300) | Should -Match 'LocationPlacementId +QuotaId +SpendingLimit'
        ($context | Format-List * | Out-String -Width 300) | Should -Match 'Subscription +: 1a000000'
    }
}
