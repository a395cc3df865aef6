Describe 'hosts and processes in which PowerShell runs' {
    BeforeAll {
        $manifest = (Resolve-Path "$PSScriptRoot/../../Az.LoginTs.psd1").Path
        Import-Module $manifest
        $before = $env:AZ_LOGINTS_HOME
        $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid())
        $secret = ConvertTo-SecureString 'fake-secret-of-contoso-deploy' -AsPlainText -Force
        $credential = [pscredential]::new('a0000000-0000-4000-8000-0000000d3910', $secret)
        $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:AZ_LOGINTS_LOCAL_CLOUD
        $null = Connect-AzAccount -Environment LocalCloud -ServicePrincipal -Credential $credential -Tenant contoso.example -WarningAction SilentlyContinue
        $pwsh = [System.Diagnostics.Process]::GetCurrentProcess().MainModule.FileName
    }

    AfterAll {
        [System.IO.Directory]::Delete($env:AZ_LOGINTS_HOME, $true)
        $env:AZ_LOGINTS_HOME = $before
    }

    It 'share the sign-in with a job in another process' {
        $job = Start-Job -ArgumentList $manifest { param($Manifest) Import-Module $Manifest; (Get-AzContext).Name; (Get-AzAccessToken -AsPlainText).Token.Substring(0, 3) }
        $found = $job | Receive-Job -Wait -AutoRemoveJob
        $found | Should -Be @((Get-AzContext).Name, 'eyJ')
    }

    It 'use the context that a job gets' {
        $context = Get-AzContext -ListAvailable | Where-Object { $_.Subscription.Name -eq 'Contoso Staging' }
        $job = Start-Job -ArgumentList $manifest, $context { param($Manifest, $Context) Import-Module $Manifest; (Set-AzContext -Context $Context).Subscription.Name; (Get-AzAccessToken -DefaultProfile $Context).TenantId }
        $found = $job | Receive-Job -Wait -AutoRemoveJob
        $found | Should -Be @('Contoso Staging', $context.Tenant.Id)
    }

    It 'share one engine between the runspaces of ForEach-Object -Parallel' {
        $engine = (& (Get-Module Az.LoginTs) { (Get-EngineShared).Connection }).Process.Id
        $found = 1..6 | ForEach-Object -Parallel {
            Import-Module $using:manifest
            $null = Get-AzAccessToken
            (& (Get-Module Az.LoginTs) { (Get-EngineShared).Connection }).Process.Id
        } -ThrottleLimit 3
        $found.Count | Should -Be 6
        @($found | Select-Object -Unique) | Should -Be $engine
    }

    It 'run in the context that -DefaultProfile names in each runspace of ForEach-Object -Parallel' {
        $before = Get-AzContext
        $contexts = @(Get-AzContext -ListAvailable)
        $contexts.Count | Should -BeGreaterThan 1
        try {
            $found = 1..8 | ForEach-Object -Parallel {
                Import-Module $using:manifest
                $context = ($using:contexts)[$_ % 2]
                $id = $context.Subscription.Id
                $null = Set-AzContext -Subscription $id
                $response = Invoke-AzRestMethod -ResourceGroupName web -ApiVersion '2022-12-01' -DefaultProfile $context
                $response.RequestUri -like "*/subscriptions/$id/*"
            } -ThrottleLimit 4
        } finally {
            $null = Set-AzContext -Context $before
        }
        $found | Should -Be (@($true) * 8)
    }

    It 'report the non-interactive flows at once in a host without a console or a browser' {
        $env:SSH_CONNECTION = '192.0.2.1 50000 192.0.2.2 22'
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($Manifest) Import-Module $Manifest; Connect-AzAccount -Environment LocalCloud').AddArgument($manifest)
        try { $null = $shell.Invoke() } finally { $env:SSH_CONNECTION = '' }
        $shell.Streams.Error[0].FullyQualifiedErrorId | Should -Be 'InteractionRequired.NoPerson,Connect-AzAccount'
        $shell.Dispose()
    }

    It 'print plain text if the output goes to a file' {
        $script = "Import-Module '$manifest'; Get-AzContext; Get-AzSubscription; Connect-AzAccount -Environment LocalCloud"
        $env:SSH_CONNECTION = '192.0.2.1 50000 192.0.2.2 22'
        try { $text = & $pwsh -NoProfile -NonInteractive -Command $script 2>&1 } finally { $env:SSH_CONNECTION = '' }
        "$text" | Should -Match 'Contoso Production'
        "$text" | Should -Match 'no one can be asked here'
        "$text".Contains([string][char]27 + ']8') | Should -Be $false
    }

    It 'end with the script''s exit code, and leave no engine behind' {
        $script = "Import-Module '$manifest'; `$null = Get-AzAccessToken; (& (Get-Module Az.LoginTs) { (Get-EngineShared).Connection }).Process.Id; exit 3"
        $engine = @(& $pwsh -NoProfile -NonInteractive -Command $script)[-1]
        $LASTEXITCODE | Should -Be 3
        $deadline = [datetime]::UtcNow.AddSeconds(15)
        while ((Get-Process -Id $engine -ErrorAction Ignore) -and [datetime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 50 }
        Get-Process -Id $engine -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'return an object for each step of a pipeline' {
        $names = Get-AzContext -ListAvailable | ForEach-Object { ($_ | Set-AzContext).Subscription.Name }
        @($names | Sort-Object) | Should -Be @('Contoso Production', 'Contoso Staging')
    }
}
