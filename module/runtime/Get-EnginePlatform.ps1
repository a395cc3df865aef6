function Get-EnginePlatform {
    # Returns the platform of this machine as in package names. Older versions of .NET Framework lack OSArchitecture.
    $system = 'linux'
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\') { $system = 'win' } elseif ($IsMacOS) { $system = 'osx' }
    try {
        $processor = [string][System.Runtime.InteropServices.RuntimeInformation]::OSArchitecture
    } catch {
        $processor = [System.Environment]::GetEnvironmentVariable('PROCESSOR_ARCHITEW6432')
        if (-not $processor) { $processor = [System.Environment]::GetEnvironmentVariable('PROCESSOR_ARCHITECTURE') }
        $processor = ([string]$processor).Replace('AMD64', 'x64')
    }
    return $system + '-' + $processor.ToLowerInvariant()
}
