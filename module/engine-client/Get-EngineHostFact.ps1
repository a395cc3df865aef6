function Get-EngineHostFact {
    # What the engine must know of the PowerShell that calls.
    param($Bound)
    $reason = Get-EngineNotInteractiveReason
    $window = '0'
    # Only the broker's dialog needs it, and that is for people on Windows.
    if ($reason -eq '' -and [System.IO.Path]::DirectorySeparatorChar -eq '\') { $window = [string][System.Diagnostics.Process]::GetCurrentProcess().MainWindowHandle.ToInt64() }
    $size = Get-EngineConsoleSize $reason
    return @{
        windowHandle         = $window
        consoleWidth         = $size.Width
        consoleHeight        = $size.Height
        edition              = [string]$PSVersionTable.PSEdition
        version              = [string]$PSVersionTable.PSVersion
        interactive          = $reason -eq ''
        notInteractiveReason = $reason
        hasDesktop           = [System.Environment]::UserInteractive
        debug                = Test-EngineStream $Bound 'Debug' $DebugPreference
        verbose              = Test-EngineStream $Bound 'Verbose' $VerbosePreference
        module               = $script:ModuleVersion
    }
}

function Get-EngineConsoleSize {
    # The columns and lines of the console; 0 where nobody looks at one, or where it takes no escape sequences.
    param([string]$NotInteractiveReason)
    if ($NotInteractiveReason -ne '' -or [System.Console]::IsOutputRedirected -or -not $Host.UI.SupportsVirtualTerminal) { return @{ Width = 0; Height = 0 } }
    # Not every host has a window to ask.
    try {
        $size = $Host.UI.RawUI.WindowSize
        return @{ Width = [int]$size.Width; Height = [int]$size.Height }
    } catch {
        return @{ Width = 0; Height = 0 }
    }
}

function Test-EngineStream {
    # Whether anything would be done with a line of this stream.
    param($Bound, [string]$Switch, $Preference)
    if ($Bound.ContainsKey($Switch)) { return [bool]$Bound[$Switch] }
    return "$Preference" -ne 'SilentlyContinue' -and "$Preference" -ne 'Ignore'
}

function Get-EngineNotInteractiveReason {
    # Why nobody can be asked here, as a clause; empty where somebody can.
    if (-not [System.Environment]::UserInteractive) { return 'this is a service without a desktop' }
    foreach ($argument in [System.Environment]::GetCommandLineArgs()) {
        # PowerShell takes any beginning of the switch that is not ambiguous.
        if ($argument -match '^[-/]noni(n(t(e(r(a(c(t(i(v(e)?)?)?)?)?)?)?)?)?)?$') { return 'PowerShell was started with -NonInteractive' }
    }
    if ($null -eq $Host.UI -or $null -eq $Host.UI.RawUI -or $Host.Name -in 'ServerRemoteHost', 'Default Host') { return 'this is a background job or a host without a console' }
    if ([System.Console]::IsInputRedirected -and $Host.Name -eq 'ConsoleHost') { return 'the input is redirected' }
    foreach ($name in 'CI', 'TF_BUILD', 'GITHUB_ACTIONS') {
        $value = [System.Environment]::GetEnvironmentVariable($name)
        if ($value -and $value -ne 'false' -and $value -ne '0') { return 'this is a CI job ($env:' + $name + ' is set)' }
    }
    return ''
}

function Get-EngineEnvironment {
    # The engine's own environment is that of its start; these may have changed since.
    # http_proxy and HTTP_PROXY are two variables, except on Windows.
    $found = [hashtable]::new([System.StringComparer]::Ordinal)
    foreach ($name in $script:WireEnvironmentVariables) {
        $value = [System.Environment]::GetEnvironmentVariable($name)
        if ($null -ne $value) { $found[$name] = $value }
    }
    foreach ($name in $script:WireSecretEnvironmentVariables) {
        # Most are never set, and none is looked at as text but to see that.
        if ([string]::IsNullOrEmpty([System.Environment]::GetEnvironmentVariable($name))) { continue }
        $secret = [securestring]::new()
        foreach ($character in ([string][System.Environment]::GetEnvironmentVariable($name)).GetEnumerator()) { $secret.AppendChar($character) }
        $found[$name] = $secret
    }
    return $found
}

function Get-EngineParameter {
    # The bound parameters without PowerShell's own. Secrets given as text become SecureStrings at once, by method
    # calls only. Paths become absolute: the engine has another current folder, and knows nothing of PowerShell's
    # drives. Elsewhere than in the file system a path stays as it is, to be refused. A path that PowerShell refuses
    # is returned as its ErrorRecord.
    param([string]$Cmdlet, $Caller, $Bound, $Paths)
    $parameters = @{}
    foreach ($name in $Bound.Keys) {
        if ($script:CommonParameters.Contains($name)) { continue }
        $qualified = $Cmdlet + '/' + $name
        if ($script:WireSecretParameters -contains $qualified) {
            $secret = [securestring]::new()
            foreach ($character in ([string]$Bound[$name]).GetEnumerator()) { $secret.AppendChar($character) }
            $parameters[$name] = $secret
        } else {
            $parameters[$name] = $Bound[$name]
        }
    }
    foreach ($name in $Paths) {
        if (-not $parameters.ContainsKey($name)) { continue }
        $provider = $null
        $drive = $null
        try {
            $path = $Caller.SessionState.Path.GetUnresolvedProviderPathFromPSPath($parameters[$name], [ref]$provider, [ref]$drive)
        } catch {
            if ($_.Exception.InnerException -is [System.Management.Automation.IContainsErrorRecord]) { return $_.Exception.InnerException.ErrorRecord }
            return $_
        }
        if ($provider.Name -eq 'FileSystem') { $parameters[$name] = $path }
    }
    return $parameters
}
