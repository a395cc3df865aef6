Describe 'stopping a command, like Ctrl+C,' {
    BeforeAll {
        $manifest = "$PSScriptRoot/../../Az.LoginTs.psd1"
        Import-Module $manifest
        $before = $env:AZ_LOGINTS_HOME
        $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid())
        $secret = ConvertTo-SecureString 'fake-secret-of-contoso-deploy' -AsPlainText -Force
        $credential = [pscredential]::new('a0000000-0000-4000-8000-0000000d3910', $secret)
        $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:AZ_LOGINTS_LOCAL_CLOUD
        $connect = @{ Environment = 'LocalCloud'; ServicePrincipal = $true; Credential = $credential; Tenant = 'contoso.example'; WarningAction = 'SilentlyContinue' }
        $null = Connect-AzAccount @connect
        $handler = [System.Net.Http.HttpClientHandler]::new()
        $handler.ServerCertificateCustomValidationCallback = [System.Net.Http.HttpClientHandler]::DangerousAcceptAnyServerCertificateValidator
        $http = [System.Net.Http.HttpClient]::new($handler)
        $faults = [uri]::new([uri]$env:AZ_LOGINTS_LOCAL_CLOUD, '_local-cloud/faults')

        function Add-CloudFault([string]$Json) {
            $content = [System.Net.Http.StringContent]::new($Json, [System.Text.Encoding]::UTF8, 'application/json')
            $http.PostAsync($faults, $content).GetAwaiter().GetResult().StatusCode | Should -Be 'Created'
        }

        function Get-EngineProcess { (& (Get-Module Az.LoginTs) { (Get-EngineShared).Connection }).Process }

        # Runs a command in another runspace of this process, stops it once it waits, and returns how long stopping
        # took, in seconds.
        function Measure-Stop([scriptblock]$Command, [object[]]$Arguments, [scriptblock]$IsWaiting) {
            $shell = [powershell]::Create()
            $null = $shell.AddScript('param($Module, $Text, $Arguments) Import-Module $Module; & ([scriptblock]::Create($Text)) @Arguments')
            $null = $shell.AddArgument($manifest).AddArgument("$Command").AddArgument($Arguments)
            $running = $shell.BeginInvoke()
            while (-not (& $IsWaiting)) {
                if ($running.IsCompleted) { throw "it ended by itself: $($shell.Streams.Error)" }
                Start-Sleep -Milliseconds 20
            }
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Stop()
            $shell.Dispose()
            return $watch.Elapsed.TotalSeconds
        }

        # Whether the engine is serving a call.
        $isServing = { (& (Get-Module Az.LoginTs) { (Get-EngineShared).Connection }).Mailboxes.Count -gt 0 }
        # In seconds. Far longer than stopping takes, and far shorter than each of these commands would wait.
        $soon = 10
    }

    AfterEach {
        $null = $http.DeleteAsync($faults).GetAwaiter().GetResult()
    }

    AfterAll {
        $http.Dispose()
        [System.IO.Directory]::Delete($env:AZ_LOGINTS_HOME, $true)
        $env:AZ_LOGINTS_HOME = $before
    }

    It 'ends a <name>, and the engine keeps running' -TestCases @(
        @{ name = 'token request'; path = '/token'; command = { param($Connect) Connect-AzAccount @Connect } }
        @{ name = 'search for subscriptions'; path = '/subscriptions'; command = { param($Connect) Connect-AzAccount @Connect } }
        @{ name = 'page of subscriptions'; path = 'subscriptions'; command = { Get-AzSubscription } }
        @{ name = 'list of tenants'; path = '/tenants'; command = { Get-AzTenant } }
    ) {
        $engine = (Get-EngineProcess).Id
        Add-CloudFault ('{"kind":"hang","path":"' + $path + '"}')
        Measure-Stop $command @($connect) $isServing | Should -BeLessThan $soon
        (Get-AzContext).Name | Should -Match 'Contoso Production'
        (Get-EngineProcess).Id | Should -Be $engine
    }

    It 'ends a command that waits, after commands that were answered at once' {
        # PowerShell waits in another way for the first commands.
        $engine = (Get-EngineProcess).Id
        for ($i = 0; $i -lt 5; $i++) { $null = Get-AzAccessToken }
        Add-CloudFault '{"kind":"hang","path":"/token"}'
        Measure-Stop { Get-AzAccessToken -ForceRefresh } @() $isServing | Should -BeLessThan $soon
        (Get-AzAccessToken).Type | Should -Be 'Bearer'
        (Get-EngineProcess).Id | Should -Be $engine
    }

    # The slow Node.js is a shell script.
    It 'ends the start of the engine and its process, and the next command starts an engine' -Tag NotOnWindows {
        $first = Get-EngineProcess
        $first.Kill()
        $first.WaitForExit()
        $path = $env:PATH
        $folder = [System.IO.Path]::Combine($env:AZ_LOGINTS_HOME, 'slow')
        $null = [System.IO.Directory]::CreateDirectory($folder)
        $node = [System.IO.Path]::Combine($folder, 'node')
        $said = [System.IO.Path]::Combine($folder, 'pid')
        [System.IO.File]::WriteAllText($node, "#!/bin/sh`necho `$`$ > '$said.new'`nmv '$said.new' '$said'`nexec sleep 600`n")
        [System.IO.File]::SetUnixFileMode($node, 'UserRead, UserExecute')
        $env:PATH = $folder + ':' + $path
        $shared = & (Get-Module Az.LoginTs) { Get-EngineShared }
        $state = $shared['State']
        # More than a pipe holds, so the start waits until it is read.
        $shared['State'] = 'A' * 200000
        try {
            Measure-Stop { Get-AzContext } @() { [System.IO.File]::Exists($said) } | Should -BeLessThan $soon
        } finally {
            $env:PATH = $path
            $shared['State'] = $state
        }
        $left = [int][System.IO.File]::ReadAllText($said)
        $deadline = [datetime]::UtcNow.AddSeconds($soon)
        while ([System.IO.Directory]::Exists("/proc/$left") -and [datetime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 20 }
        [System.IO.Directory]::Exists("/proc/$left") | Should -Be $false
        (Get-AzContext).Name | Should -Match 'Contoso Production'
    }

    It 'by removing the module in another runspace keeps the state of this process' {
        $null = Connect-AzAccount @connect -Scope Process -ContextName 'of this process'
        $engine = Get-EngineProcess
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($Module) Import-Module $Module; (Get-AzContext).Name; Remove-Module Az.LoginTs').AddArgument($manifest)
        $shell.Invoke() | Should -Be 'of this process'
        $shell.Dispose()
        $engine.WaitForExit(30000) | Should -Be $true
        $engine.ExitCode | Should -Be 0
        (Get-AzContext).Name | Should -Be 'of this process'
    }
}
