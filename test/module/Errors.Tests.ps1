# An exception like those of the Azure modules, which are recognized by their properties.
class FakeCloudException : System.Exception {
    [object] $Body
    [object] $Response
    [object] $Request
    [string] $RequestId
    FakeCloudException([string] $Message) : base($Message) { }
}

Describe 'errors in PowerShell' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1"
        $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid())
        $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:AZ_LOGINTS_LOCAL_CLOUD
        # The stack of a test also contains Pester's script.
        $ownScript = [regex]::Escape([System.IO.Path]::GetFileName((Get-Module Az.LoginTs).Path))
        $wrong = [pscredential]::new('a0000000-0000-4000-8000-0000000d3910', (ConvertTo-SecureString 'fake-but-wrong-secret' -AsPlainText -Force))
    }

    AfterAll {
        $global:ErrorView = 'ConciseView'
        [System.IO.Directory]::Delete($env:AZ_LOGINTS_HOME, $true)
    }

    It 'show the user''s line, what is wrong, and what to do, in ConciseView and in NormalView' {
        foreach ($view in 'ConciseView', 'NormalView') {
            $global:ErrorView = $view
            $null = Select-AzContext -Name missing -ErrorAction SilentlyContinue
            $written = $Error[0] | Out-String -Width 200
            try { $null = Connect-AzAccount -Environment Nowhere } catch { $thrown = $_ | Out-String -Width 200 }
            $global:ErrorView = 'ConciseView'
            $written | Should -Match 'Select-AzContext -Name missing'
            $written | Should -Match "There is no context named 'missing'\."
            $written | Should -Match 'Run Get-AzContext -ListAvailable to list the contexts\.'
            $thrown | Should -Match 'Connect-AzAccount -Environment Nowhere'
            $thrown | Should -Match 'Known environments: AzureCloud'
            foreach ($text in $written, $thrown) { $text | Should -Not -Match "$ownScript|Invoke-EngineCmdlet|ThrowTerminatingError" }
        }
    }

    It 'are explained by Resolve-AzError: the newest, all, or those from the pipeline' {
        # Errors that other tests raised are put back, because the suite reads them when it ends.
        $before = $global:Error.ToArray()
        $global:Error.Clear()
        Resolve-AzError | Should -BeNullOrEmpty
        Resolve-AzError -Last | Should -BeNullOrEmpty
        $null = Select-AzContext -Name first -ErrorAction SilentlyContinue
        $null = Select-AzContext -Name second -ErrorAction SilentlyContinue
        (Resolve-AzError -Last).Message | Should -Be "There is no context named 'second'."
        @(Resolve-AzError).Count | Should -Be 2
        @(Resolve-AzError $Error[1]).Message | Should -Be "There is no context named 'first'."
        @($Error | Resolve-AzError).ErrorId | Should -Be 'NotFound.Context', 'NotFound.Context'
        $count = $Error.Count
        $global:Error.AddRange($before)
        $count | Should -Be 2
    }

    It 'of a refused sign-in show what support asks for' {
        $null = Connect-AzAccount -Environment LocalCloud -ServicePrincipal -Credential $wrong -Tenant contoso.example -ErrorAction SilentlyContinue
        $known = Resolve-AzError -Last
        $known.PSTypeNames[0] | Should -Be 'Microsoft.Azure.Commands.Profile.Errors.AzureRestExceptionRecord'
        $known.EntraErrorCode | Should -Be 'AADSTS7000215'
        $known.CorrelationId | Should -Match '^[0-9a-f-]{36}$'
        "$($known.RequestMessage)" | Should -Match '^\{POST https://.*/token'
        "$($known.ServerResponse)" | Should -Be '{Unauthorized}'
        "$($known.ErrorCategory)" | Should -Match '^AuthenticationError: .*\[Connect-AzAccount\], AuthenticationException$'
        $known.InvocationInfo.Line | Should -Match 'Connect-AzAccount'
        $shown = $known | Out-String -Width 200
        foreach ($line in 'RequestId', 'Message', 'Cause', 'RecommendedAction', 'EntraErrorCode', 'CorrelationId', 'ServerMessage', 'RequestMessage', 'Line', 'Position', 'HistoryId') {
            $shown | Should -Match "(?m)^$line +: \S"
        }
        $shown | Should -Not -Match "fake-but-wrong-secret|$ownScript"
    }

    It 'of any kind are shown with type, line, stack, and inner exceptions' {
        try { [int]::Parse('x') } catch { $caught = $_ }
        $known = @($caught | Resolve-AzError)
        $known.Count | Should -Be 2
        $known[0].Exception.Type | Should -Be 'System.Management.Automation.MethodInvocationException'
        $known[1].InnerException | Should -Be $true
        "$($known[1].Exception)" | Should -Match '^System\.FormatException: '
        $known[0].InvocationInfo.PositionMessage | Should -Match 'Parse'
        ($known | Out-String -Width 200) | Should -Match '(?m)^ScriptStackTrace +: at '
    }

    It 'with several exceptions are shown one by one' {
        $several = [System.AggregateException]::new([System.Exception[]]@([System.Exception]::new('one'), [System.Exception]::new('two')))
        $record = [System.Management.Automation.ErrorRecord]::new($several, 'Id', 'NotSpecified', $null)
        @(Resolve-AzError $record).Message | Should -Be 'one', 'two'
    }

    It 'of other Azure modules are read' {
        $exception = [FakeCloudException]::new('Operation returned an invalid status code.')
        $exception.RequestId = 'request-1'
        $exception.Body = [pscustomobject]@{ Code = 'ResourceGroupNotFound'; Message = 'No such group.' }
        $headers = [System.Collections.Generic.Dictionary[string, System.Collections.Generic.IEnumerable[string]]]::new()
        $headers['Authorization'] = [string[]]@('Bearer secret-of-the-header')
        $exception.Request = [pscustomobject]@{ Method = 'GET'; RequestUri = [uri]'https://management.azure.com/x'; Headers = $headers }
        $exception.Response = [pscustomobject]@{ StatusCode = [System.Net.HttpStatusCode]::NotFound; Content = $null; Headers = $null }
        $known = Resolve-AzError ([System.Management.Automation.ErrorRecord]::new($exception, '', 'CloseError', $null))
        $known.RequestId | Should -Be 'request-1'
        $known.ServerMessage | Should -Be 'ResourceGroupNotFound: No such group.'
        "$($known.ServerResponse) $($known.RequestMessage)" | Should -Be '{NotFound} {GET https://management.azure.com/x}'
        $known.RecommendedAction | Should -Match 'Get-AzContext'
        $known.RequestMessage.Headers['authorization'] | Should -Be '***'
    }

    It 'show no secret from the failed line or from the message' {
        function Use-It { param([int] $Password) }
        try { Use-It -Password 'hunter2-and-more' } catch { $caught = $_ }
        $caught.Exception.Message | Should -Match 'hunter2'
        $shown = Resolve-AzError $caught
        ($shown | Format-List * | Out-String -Width 300) | Should -Not -Match 'hunter2'
        ($shown | ConvertTo-Json -Depth 5) | Should -Not -Match 'hunter2'
    }

    It 'that PowerShell keeps as exceptions are found' {
        try { [scriptblock]::Create('throw "a word of its own"').Invoke() } catch { $null = $_ }
        (Resolve-AzError).Message -join ' ' | Should -Match 'a word of its own'
    }

    It 'inside the engine show its stack: in the error data, in Resolve-AzError and with -Debug' {
        $frame = '(?m)^TypeError\n    at .*(\n    at .*)*engine/declaration/validate-call\.ts:\d+'
        $module = Get-Module Az.LoginTs
        & $module { $null = Get-EngineShared; function script:Get-EngineParameter { } }
        try {
            $null = Get-AzContext -ErrorAction SilentlyContinue -ErrorVariable quiet
            $debug = Get-AzContext -Debug -ErrorAction SilentlyContinue -ErrorVariable loud 5>&1
        } finally {
            Remove-Module Az.LoginTs
            Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1"
        }
        $quiet[0].FullyQualifiedErrorId | Should -Be 'Engine.Unexpected,Get-AzContext'
        $quiet[0].Exception.Data['AzLoginTs.Stack'] | Should -Match $frame
        @($quiet[0] | Resolve-AzError)[0].StackTrace | Should -Match $frame
        $debug.Message -join "`n" | Should -Match ('(?m)^Stack of the engine: TypeError\n    at ')
        $quiet[0].ErrorDetails.RecommendedAction | Should -Match '-Debug'
        $loud[0].ErrorDetails.RecommendedAction | Should -Not -Match '-Debug'
    }

    It 'say what is missing if the engine cannot be started, at the user''s line' {
        $null = Get-AzContext
        $connection = (& (Get-Module Az.LoginTs) { Get-EngineShared }).Connection
        $connection.Process.Kill()
        $connection.Process.WaitForExit()
        $path = $env:PATH
        $env:PATH = ''
        try { Get-AzContext -Name missing } catch { $caught = $_ } finally { $env:PATH = $path }
        $caught.FullyQualifiedErrorId | Should -Be 'Engine.NotFound,Get-AzContext'
        $caught.ErrorDetails.RecommendedAction | Should -Match 'Install Node.js'
        $shown = $caught | Out-String -Width 200
        $shown | Should -Match 'try \{ Get-AzContext -Name missing \}'
        $shown | Should -Not -Match $ownScript
    }

    It 'report an engine that ended during a command, with the command to run next' {
        # Once the code is shown, the engine waits for a person to enter it.
        Connect-AzAccount -Environment LocalCloud -UseDeviceAuthentication -ErrorAction SilentlyContinue 3>&1 6>&1 |
            ForEach-Object { (& (Get-Module Az.LoginTs) { Get-EngineShared }).Connection.Process.Kill() }
        $known = Resolve-AzError -Last
        $known.ErrorId | Should -Be 'Engine.Exited'
        $known.RecommendedAction | Should -Match 'Run the command again'
    }
}
