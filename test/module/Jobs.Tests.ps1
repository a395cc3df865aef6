Describe 'cmdlets with -AsJob' {
    BeforeAll {
        # A request without a subscription goes to the one of its context.
        function Start-GroupJob {
            param([string]$Name, $DefaultProfile)
            $more = @{}
            if ($null -ne $DefaultProfile) { $more.DefaultProfile = $DefaultProfile }
            Invoke-AzRestMethod -Method PUT -ResourceGroupName $Name -ApiVersion 2021-04-01 -Payload '{"location":"westeurope"}' -AsJob @more
        }

        # The subscriptions that the jobs wrote to, in the order of the jobs.
        function Get-WrittenSubscription {
            param($Job)
            foreach ($one in $Job) {
                $answer = $one | Receive-Job -Wait -AutoRemoveJob -ErrorAction Stop
                ($answer.Content | ConvertFrom-Json).id -replace '^/subscriptions/([^/]+)/.*$', '$1'
            }
        }

        function Connect-Deploy {
            $null = Connect-AzAccount -Environment LocalCloud -ServicePrincipal -Credential $credential -Tenant contoso.example -Scope Process -WarningAction SilentlyContinue
        }

        # Runs a script while Start-ThreadJob cannot be found, as in Windows PowerShell without the module ThreadJob.
        function Invoke-WithoutThreadJob {
            param([scriptblock]$Script)
            $before = $global:PSModuleAutoLoadingPreference
            try {
                $global:PSModuleAutoLoadingPreference = 'None'
                Get-Module ThreadJob, Microsoft.PowerShell.ThreadJob | Remove-Module
                Get-Command Start-ThreadJob -ErrorAction Ignore | Should -BeNullOrEmpty
                & $Script
            } finally {
                $global:PSModuleAutoLoadingPreference = $before
            }
        }

        $production = '1a000000-0000-4000-8000-000000000001'
        $staging = '1a000000-0000-4000-8000-000000000002'
        Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1"
        $before = $env:AZ_LOGINTS_HOME
        $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid())
        $secret = ConvertTo-SecureString 'fake-secret-of-contoso-deploy' -AsPlainText -Force
        $credential = [pscredential]::new('a0000000-0000-4000-8000-0000000d3910', $secret)
        $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:AZ_LOGINTS_LOCAL_CLOUD
        Connect-Deploy
    }

    AfterAll {
        [System.IO.Directory]::Delete($env:AZ_LOGINTS_HOME, $true)
        $env:AZ_LOGINTS_HOME = $before
    }

    It 'return a job, which uses the sign-in of this process' {
        $job = Get-AzSubscription -SubscriptionName 'Contoso Staging' -AsJob
        $job.Name | Should -Be 'Get-AzSubscription'
        $found = $job | Receive-Job -Wait -AutoRemoveJob
        $found.Name | Should -Be 'Contoso Staging'
        $found.PSTypeNames[0] | Should -Be 'Microsoft.Azure.Commands.Profile.Models.PSAzureSubscription'
    }

    It 'write their errors in the job' {
        $job = Get-AzSubscription -SubscriptionName missing -AsJob -ErrorVariable here
        $null = $job | Receive-Job -Wait -AutoRemoveJob -ErrorAction SilentlyContinue -ErrorVariable there
        $here | Should -BeNullOrEmpty
        # A thread job's own record is JobStateFailed, and contains ours in its exception.
        $there.Count | Should -Be 1
        ($there[0].FullyQualifiedErrorId, $there[0].Exception.ErrorRecord.FullyQualifiedErrorId) -contains 'NotFound.Subscription,Get-AzSubscription' | Should -BeTrue
        (Resolve-AzError -Error $there[0] | Out-String) | Should -Match 'NotFound.Subscription'
    }

    It 'set the job''s state to Failed when they fail' {
        foreach ($action in 'Continue', 'SilentlyContinue', 'Stop') {
            $job = Get-AzSubscription -SubscriptionName missing -AsJob -ErrorAction $action
            $null = $job | Wait-Job
            $job.State | Should -Be 'Failed'
            $job | Remove-Job
        }
    }

    It 'use the context in which they were called' {
        $jobs = foreach ($subscription in $production, $staging) {
            $null = Set-AzContext -Subscription $subscription
            Start-GroupJob 'in-a-loop'
        }
        Get-WrittenSubscription $jobs | Should -Be @($production, $staging)
    }

    It 'use the context that they were given' {
        $null = Set-AzContext -Subscription $production
        $given = Get-AzContext
        $null = Set-AzContext -Subscription $staging
        Get-WrittenSubscription (Start-GroupJob 'given' $given) | Should -Be @($production)
    }

    It 'do not follow changes made while they wait for a thread' {
        # In a new PowerShell, because the number of concurrent thread jobs depends on earlier jobs.
        $script = {
            param($Manifest, $Production, $Staging)
            Import-Module $Manifest
            $gate = [System.Threading.ManualResetEventSlim]::new()
            $null = foreach ($each in 1..5) { Start-ThreadJob { param($Gate) $Gate.Wait() } -ArgumentList $gate }
            $secret = ConvertTo-SecureString 'fake-secret-of-contoso-deploy' -AsPlainText -Force
            $credential = [pscredential]::new('a0000000-0000-4000-8000-0000000d3910', $secret)
            $null = Connect-AzAccount -Environment LocalCloud -ServicePrincipal -Credential $credential -Tenant contoso.example -Scope Process -WarningAction SilentlyContinue
            $jobs = foreach ($subscription in @($Production, $Staging) * 4) {
                $null = Set-AzContext -Subscription $subscription
                Invoke-AzRestMethod -Method PUT -ResourceGroupName eight -ApiVersion 2021-04-01 -Payload '{"location":"westeurope"}' -AsJob
            }
            $states = ($jobs.State | Sort-Object -Unique) -join ','
            $null = Set-AzContext -Subscription $Production
            $null = Disconnect-AzAccount
            $null = Clear-AzContext -Scope Process -Force
            $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine($env:AZ_LOGINTS_HOME, 'elsewhere')
            $env:AZ_LOGINTS_CA_FILE = '/nowhere'
            $gate.Set()
            $places = foreach ($job in $jobs) { (($job | Receive-Job -Wait).Content | ConvertFrom-Json).id.Split('/')[2] }
            "$states $places"
        }
        $told = & ([System.Diagnostics.Process]::GetCurrentProcess().MainModule.FileName) -NoProfile -NonInteractive -Command "& { $script } '$PSScriptRoot/../../Az.LoginTs.psd1' '$production' '$staging'"
        $told | Should -Be "NotStarted $(@($production, $staging) * 4)"
    }

    It 'use the context in which they were called without Start-ThreadJob, in another process' {
        Invoke-WithoutThreadJob {
            $jobs = foreach ($subscription in $production, $staging) {
                $null = Set-AzContext -Subscription $subscription
                Start-GroupJob 'elsewhere'
            }
            $failed = Get-AzSubscription -SubscriptionName missing -AsJob
            $jobs[0].PSJobTypeName | Should -Be 'BackgroundJob'
            $null = Disconnect-AzAccount
            Get-WrittenSubscription $jobs | Should -Be @($production, $staging)
            ($failed | Wait-Job).State | Should -Be 'Failed'
            $failed | Remove-Job
        }
        Connect-Deploy
    }

    It 'pass secrets to another process only as SecureStrings' {
        $script:handed = $null
        function global:Start-Job { param($Name, $ScriptBlock, $ArgumentList) $script:handed = $ArgumentList }
        try {
            Invoke-WithoutThreadJob { Get-AzSubscription -AsJob }
        } finally {
            Remove-Item function:Start-Job
        }
        $text = $handed | ConvertTo-Json -Depth 8 -WarningAction SilentlyContinue
        $text | Should -Match 'Get-AzSubscription'
        $text | Should -Not -Match 'fake-secret|eyJ'
    }

    It 'change nothing with -WhatIf or $WhatIfPreference' {
        $null = Set-AzContext -Subscription $staging
        $null = Invoke-AzRestMethod -Method PUT -ResourceGroupName not-there -ApiVersion 2021-04-01 -Payload '{"location":"westeurope"}' -AsJob -WhatIf | Receive-Job -Wait -AutoRemoveJob
        $WhatIfPreference = $true
        $job = Start-GroupJob 'not-there'
        $WhatIfPreference = $false
        $null = $job | Receive-Job -Wait -AutoRemoveJob
        (Invoke-AzRestMethod -ResourceGroupName not-there -ApiVersion 2021-04-01).StatusCode | Should -Be 404
    }

    It 'fail at once if no account is signed in' {
        $null = Disconnect-AzAccount
        { Get-AzSubscription -AsJob } | Should -Throw -ErrorId 'NotSignedIn.None,Get-AzSubscription'
        Connect-Deploy
    }

    It 'say to sign in if a job in another process gets a context that only this process has' {
        $context = Get-AzContext
        $module = (Get-Module Az.LoginTs).Path
        $job = Start-Job { Import-Module $using:module; Get-AzSubscription -DefaultProfile $using:context }
        $null = $job | Receive-Job -Wait -AutoRemoveJob -ErrorAction SilentlyContinue -ErrorVariable there
        "$there" | Should -Match 'Run Connect-AzAccount to login'
        "$($there.FullyQualifiedErrorId)" | Should -Match 'NotSignedIn\.Context'
    }

    It 'run at once with -AsJob:$false' {
        (Get-AzSubscription -SubscriptionName 'Contoso Staging' -AsJob:$false).Name | Should -Be 'Contoso Staging'
    }
}
