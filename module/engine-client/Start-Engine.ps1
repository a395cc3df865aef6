function Start-Engine {
    # Starts the engine and says hello. Returns the connection (the process, its pipes, and who waits for which answer),
    # or why it cannot be had, as an ErrorRecord. Nobody waits for the answer to hello: an engine of another build
    # answers every call with that.
    param($Shared, [string]$Cmdlet)
    # Known here before it runs: Ctrl+C may come at any moment, and nobody else knows of the process then.
    $attempt = @{ Process = $null; IsConnected = $false }
    try {
        $failure = Start-EngineProcess $attempt
        if ($null -ne $failure) { return $failure }
        $connection = New-EngineConnection $attempt['Process']
        $hello = '{"jsonrpc":"2.0","id":' + $connection['Ids'].Release() + ',"method":"' + $script:WireMethods['Initialize'] + '","params":{"buildId":"' + $script:WireBuildId + '","cmdlet":"' + $Cmdlet + '"'
        if ($null -ne $Shared['State']) { $hello += ',"state":"' + $Shared['State'] + '"' }
        Send-EngineMessage $connection ($hello + '}}')
        $attempt['IsConnected'] = $true
    } finally {
        if (-not $attempt['IsConnected'] -and $null -ne $attempt['Process']) { Stop-EngineAttempt $attempt['Process'] }
    }
    return , $connection
}

function Stop-EngineAttempt {
    param($Process)
    try {
        if (-not $Process.HasExited) { $Process.Kill() }
    } catch [System.InvalidOperationException] {
        # Ctrl+C came just before it was started, or it has just ended.
        $null = $_
    }
}

function New-EngineConnection {
    param($Process)
    # Our own reader and writer: the ones of Process follow the console's code page in Windows PowerShell.
    $utf8 = [System.Text.UTF8Encoding]::new($false)
    $writer = [System.IO.StreamWriter]::new($Process.StandardInput.BaseStream, $utf8, 4096)
    $writer.NewLine = "`n"
    return , [hashtable]::Synchronized(@{
            Process     = $Process
            Writer      = $writer
            WriteLock   = [System.Threading.SemaphoreSlim]::new(1)
            Reader      = [System.IO.StreamReader]::new($Process.StandardOutput.BaseStream, $utf8, $false, 16384)
            PendingRead = $null
            PumpLock    = [System.Threading.SemaphoreSlim]::new(1)
            Mailboxes   = [hashtable]::Synchronized(@{})
            Ids         = [System.Threading.SemaphoreSlim]::new(1)
            ErrorText   = $Process.StandardError.ReadToEndAsync()
            Ended       = $false
            Heard       = [System.Diagnostics.Stopwatch]::StartNew()
            Silence     = -$script:EngineStartMs
            IsAsked     = $false
            SilentMs    = 0
            Retired     = $false
            # An engine that stands at a breakpoint answers nothing.
            IsDebugged  = $Process.StartInfo.Arguments.StartsWith('--inspect')
        })
}

function Start-EngineProcess {
    # Starts the engine in the first Node.js that can be: a packaged one cannot everywhere, for one not where another
    # C library is (Alpine). Returns nothing, or why none can, as an ErrorRecord.
    param($Attempt)
    $debugger = Get-EngineDebuggerOption
    if ($debugger -is [System.Management.Automation.ErrorRecord]) { return $debugger }
    $reasons = @()
    $failed = @()
    $runtime = Find-EngineRuntime
    while ($null -ne $runtime) {
        if ($runtime -is [System.Management.Automation.ErrorRecord]) { return $runtime }
        $Attempt['Process'] = [System.Diagnostics.Process]::new()
        $Attempt['Process'].StartInfo = New-EngineStartInfo $runtime $debugger
        try {
            try {
                $null = $Attempt['Process'].Start()
            } catch {
                if (-not (Restore-EngineRuntimeMode $runtime)) { throw }
                $null = $Attempt['Process'].Start()
            }
            return
        } catch {
            $Attempt['Process'] = $null
            $cause = $_.Exception.GetBaseException()
            # Without the paths, which .NET wraps around what the system says.
            if ($cause -is [System.ComponentModel.Win32Exception]) { $cause = [System.ComponentModel.Win32Exception]::new($cause.NativeErrorCode) }
            $reasons += "'" + $runtime + "': " + $cause.Message
            $failed += $runtime
            $runtime = Find-EngineRuntime $failed
        }
    }
    if ($reasons.Count -eq 0) { $reasons = "no 'node' was found on PATH" }
    return New-EngineErrorRecord -Data (Get-EngineFailure 'Engine.NotFound' @{ reason = $reasons -join '; ' })
}

function New-EngineStartInfo {
    param([string]$Runtime, [string]$Debugger)
    $info = [System.Diagnostics.ProcessStartInfo]@{
        FileName               = $Runtime
        Arguments              = $Debugger + '"' + [System.IO.Path]::Combine($script:EngineFolder, 'engine.cjs') + '"'
        UseShellExecute        = $false
        CreateNoWindow         = $true
        RedirectStandardInput  = $true
        RedirectStandardOutput = $true
        RedirectStandardError  = $true
        # Not the module's folder: Windows lets nobody move or remove one that a process works in.
        WorkingDirectory       = [System.IO.Path]::Combine('/', [System.Environment]::SystemDirectory)
    }
    Set-EngineProcessEnvironment $info
    return $info
}

function Set-EngineProcessEnvironment {
    # Gives the engine the variables that it and the browser need, and no others: some change how Node.js works, as
    # NODE_OPTIONS and NODE_TLS_REJECT_UNAUTHORIZED do.
    param($Info)
    # .NET Framework fails to copy an environment that has both Path and PATH, as one of MSYS may; it has begun by then.
    try { $null = $Info.EnvironmentVariables } catch { $null = $_ }
    $variables = $Info.EnvironmentVariables
    $variables.Clear()
    # http_proxy and HTTP_PROXY are two variables, except on Windows.
    $comparer = [System.StringComparer]::Ordinal
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\') { $comparer = [System.StringComparer]::OrdinalIgnoreCase }
    $names = [System.Collections.Generic.HashSet[string]]::new([string[]]($script:EngineVariables + $script:WireEnvironmentVariables), $comparer)
    $prefixes = '^(' + ($script:EngineVariablePrefixes -join '|') + ')'
    foreach ($entry in [System.Environment]::GetEnvironmentVariables().GetEnumerator()) {
        if ($names.Contains($entry.Key) -or $entry.Key -match $prefixes) { $variables[$entry.Key] = $entry.Value }
    }
}

function Restore-EngineRuntimeMode {
    # Gives a packaged Node.js back the right to be run, which many programs lose when they unpack a package. Whether that
    # was worth a try.
    param([string]$Runtime)
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\' -or [System.IO.Path]::GetDirectoryName([System.IO.Path]::GetDirectoryName($Runtime)) -notlike ('*/' + $script:EngineRuntimePackage + '.*')) { return $false }
    try {
        $change = [System.Diagnostics.Process]::Start('chmod', '755 "' + $Runtime + '"')
        $change.WaitForExit()
        return $change.ExitCode -eq 0
    } catch {
        return $false
    }
}

function Get-EngineConnection {
    # Returns the process's engine, or an ErrorRecord if it cannot be started. The first command starts it; so does the
    # next command after it ended or stopped answering. The engine learns which cmdlet comes, and loads what that needs.
    param([string]$Cmdlet)
    $shared = Get-EngineShared
    $connection = $shared['Connection']
    if ($null -ne $connection -and -not $connection['Ended'] -and -not $connection['Process'].HasExited -and (Test-EngineAlive $connection)) { return , $connection }
    $held = $false
    try {
        while (-not $held) { $held = $shared['StartLock'].Wait(50) }
        $connection = $shared['Connection']
        if ($null -eq $connection -or $connection['Ended'] -or $connection['Process'].HasExited) {
            $connection = Start-Engine $shared $Cmdlet
            if ($connection -isnot [System.Management.Automation.ErrorRecord]) { $shared['Connection'] = $connection }
        }
    } finally {
        if ($held) { $null = $shared['StartLock'].Release() }
    }
    return , $connection
}

function Stop-Engine {
    # Ends the process's engine, for a module that is removed. Another runspace that still has the module is served
    # by a new engine, with the same state; one that is being served now keeps this one.
    $connection = (Get-EngineShared)['Connection']
    if ($null -eq $connection -or $connection['Ended']) { return }
    # Set before the mailboxes are counted: a call that puts one in looks at it afterwards, so that one of the two
    # always sees the other.
    $connection['Retired'] = $true
    if ($connection['Mailboxes'].Count -gt 0) {
        $connection['Retired'] = $false
        return
    }
    $connection['Ended'] = $true
    # The engine ends when its input does.
    try { $connection['Writer'].Dispose() } catch [System.IO.IOException] { $connection['Process'].Kill() }
}
