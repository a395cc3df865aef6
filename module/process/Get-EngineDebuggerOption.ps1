function Get-EngineDebuggerOption {
    # Returns the Node.js option that makes the engine wait for a debugger at the port in AZ_LOGINTS_ENGINE_INSPECT.
    # Returns an empty string if the variable is not set, and always in an installed module: anyone who can reach that
    # port can read every token. Returns an ErrorRecord for an invalid port. Only a checkout has engine/main.ts.
    $port = [System.Environment]::GetEnvironmentVariable($script:EngineInspectVariable)
    if (-not $port) { return '' }
    if (-not [System.IO.File]::Exists([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'engine', 'main.ts'))) { return '' }
    if ($port -notmatch '^\d{4,5}$' -or [int]$port -lt 1024 -or [int]$port -gt 65535) {
        return New-EngineErrorRecord -Data (Get-EngineFailure 'InvalidArgument.Setting' @{
                key = "The port of the engine's debugger"; value = $port; place = '$env:AZ_LOGINTS_ENGINE_INSPECT'; reason = ''; accepted = 'a port from 1024 to 65535'
            })
    }
    return '--inspect-brk=127.0.0.1:' + $port + ' '
}
