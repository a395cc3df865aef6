function Get-EngineDebuggerOption {
    # The option of Node.js with which the engine waits for a debugger at the port of AZ_LOGINTS_ENGINE_INSPECT; empty
    # without it, and in an installed module: whoever reaches that port reads every token. What is no port is returned
    # as an ErrorRecord. Only the engine of a checkout lies two folders below the sources.
    if (-not [System.IO.File]::Exists([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'engine', 'main.ts'))) { return '' }
    $port = [System.Environment]::GetEnvironmentVariable('AZ_LOGINTS_ENGINE_INSPECT')
    if (-not $port) { return '' }
    if ($port -notmatch '^\d{4,5}$' -or [int]$port -lt 1024 -or [int]$port -gt 65535) {
        return New-EngineErrorRecord -Data (Get-EngineFailure 'InvalidArgument.Setting' @{
                key = "The port of the engine's debugger"; value = $port; place = '$env:AZ_LOGINTS_ENGINE_INSPECT'; reason = ''; accepted = 'a port from 1024 to 65535'
            })
    }
    return '--inspect-brk=127.0.0.1:' + $port + ' '
}
