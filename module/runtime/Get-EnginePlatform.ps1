function Get-EnginePlatform {
    # Returns the platform of this machine as in package names. Older versions of .NET Framework lack OSArchitecture.
    # A first command calls this, and -f and -creplace take less time at their first use than ToLowerInvariant().
    $system = 'linux'
    if ([System.IO.Path]::DirectorySeparatorChar -like '\') { $system = 'win' } elseif ($IsMacOS) { $system = 'osx' }
    try {
        $processor = [System.Runtime.InteropServices.RuntimeInformation]::OSArchitecture
    } catch {
        $processor = [System.Environment]::GetEnvironmentVariable('PROCESSOR_ARCHITEW6432')
        if (-not $processor) { $processor = [System.Environment]::GetEnvironmentVariable('PROCESSOR_ARCHITECTURE') }
    }
    return '{0}-{1}' -f $system, $processor -creplace 'AMD64|X64', 'x64' -creplace 'ARM|Arm', 'arm' -creplace 'X86', 'x86'
}
