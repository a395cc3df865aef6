Describe 'Get-Help' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1"
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        $cmdlets = @(Get-Command -Module Az.LoginTs -CommandType Function)
    }

    It 'explains every cmdlet and every parameter' {
        $missing = foreach ($cmdlet in $cmdlets) {
            $help = Get-Help $cmdlet.Name -Full
            if (-not $help.Synopsis -or $help.Synopsis -match '\[-') { $cmdlet.Name + ' has no synopsis' }
            if (-not $help.description.Text) { $cmdlet.Name + ' has no description' }
            if (@($help.examples.example).Count -lt 2) { $cmdlet.Name + ' has less than two examples' }
            if (-not $help.inputTypes.inputType) { $cmdlet.Name + ' does not say what it takes' }
            if (-not $help.returnValues.returnValue) { $cmdlet.Name + ' does not say what it gives' }
            foreach ($parameter in $cmdlet.Parameters.Values) {
                if ($common -contains $parameter.Name) { continue }
                $told = $help.parameters.parameter | Where-Object { $_.name -eq $parameter.Name }
                if (-not $told.description.Text) { $cmdlet.Name + ' -' + $parameter.Name + ' is not explained' }
                if ("$($told.aliases)" -ne (@($parameter.Aliases) -join ', ')) { $cmdlet.Name + ' -' + $parameter.Name + ' has other aliases' }
            }
        }
        $missing | Should -BeNullOrEmpty
    }

    It 'shows the syntax of the command' {
        $different = foreach ($cmdlet in $cmdlets) {
            $told = @((Get-Help $cmdlet.Name).syntax.syntaxItem | ForEach-Object { (@($_.parameter.name) | Sort-Object) -join ' ' } | Sort-Object)
            $real = @($cmdlet.ParameterSets | ForEach-Object { (@($_.Parameters.Name | Where-Object { $common -notcontains $_ }) | Sort-Object) -join ' ' } | Sort-Object)
            if (($told -join '; ') -ne ($real -join '; ')) { $cmdlet.Name }
        }
        $different | Should -BeNullOrEmpty
    }

    It 'prints examples with their titles and remarks' {
        $text = Get-Help Set-AzContext -Examples | Out-String -Width 200
        $text | Should -Match 'Example 1: Another subscription'
        $text | Should -Match "Set-AzContext -Subscription 'Contoso Staging'"
        $text | Should -Match 'Other PowerShells stay where they are\.'
    }

    It 'prints accepted values, default and aliases of a parameter' {
        $text = Get-Help Connect-AzAccount -Parameter MaxContextPopulation | Out-String -Width 200
        $text | Should -Match 'Accepted values: -1 to'
        $text | Should -Match 'Default value +25'
        (Get-Help Connect-AzAccount -Parameter Tenant | Out-String) | Should -Match 'Aliases +Domain, TenantId'
        (Get-Help Connect-AzAccount -Parameter Identity | Out-String) | Should -Match 'Required\? +true'
        (Get-Help Connect-AzAccount -Parameter Subscription | Out-String) | Should -Match 'ByValue'
        (Get-Help Connect-AzAccount -Parameter Scope | Out-String) | Should -Match 'Accepted values: Process, CurrentUser\.'
    }

    It 'recommends -Online only if there is an address to open' {
        $wrong = foreach ($cmdlet in $cmdlets) {
            $help = Get-Help $cmdlet.Name
            $hasAddress = [bool](@($help.relatedLinks.navigationLink.uri) -match '^https://')
            if (($help | Out-String) -match '-Online' -ne $hasAddress) { $cmdlet.Name }
        }
        $wrong | Should -BeNullOrEmpty
    }

    It 'names related cmdlets and the module''s topic' {
        $text = Get-Help Get-AzTenant | Out-String -Width 500
        $text | Should -Match 'Get-AzSubscription.*about_Az\.LoginTs|(?s)RELATED LINKS.*Get-AzSubscription.*about_Az\.LoginTs'
    }

    It 'also finds an alias' {
        (Get-Help Login-AzAccount).Name | Should -Be 'Connect-AzAccount'
    }

    It 'finds the module''s topics' {
        $topics = @(Get-Help about_Az.LoginTs*)
        $topics.Name | Sort-Object | Should -Be @('about_Az.LoginTs', 'about_Az.LoginTs_Troubleshooting')
        foreach ($topic in $topics) { $topic.Synopsis | Should -Match '\.$' }
        (Get-Help about_Az.LoginTs | Out-String) | Should -Match 'LONG DESCRIPTION\s+SIGN IN'
        (Get-Help about_Az.LoginTs_Troubleshooting | Out-String) | Should -Match 'Network\.Tls'
    }
}
