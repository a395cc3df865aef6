# Installs, updates or removes the module Az.LoginTs for this user, out of a package that `npm run package` made:
#
#   ./install.ps1 -Path ./dist/Az.LoginTs.0.1.0.linux-x64.zip
#   ./install.ps1 -Uninstall
#
# Versions lie side by side: PowerShells that run keep theirs, the next one takes the newest. Sign-ins are in the
# user's .Azure folder and stay, whatever is installed or removed here.
[CmdletBinding(SupportsShouldProcess = $true, DefaultParameterSetName = 'Install')]
param(
    # A .zip or .nupkg of the module, or the module's unpacked folder.
    [Parameter(Mandatory = $true, Position = 0, ParameterSetName = 'Install')]
    [string]$Path,

    # Replaces a version that is installed already.
    [Parameter(ParameterSetName = 'Install')]
    [switch]$Force,

    # Removes every version of the module. Sign-ins stay.
    [Parameter(Mandatory = $true, ParameterSetName = 'Uninstall')]
    [switch]$Uninstall,

    # A folder of PSModulePath; the user's own if left out.
    [string]$ModuleFolder
)

$ErrorActionPreference = 'Stop'
$name = 'Az.LoginTs'
# What went wrong, and not the line of this script where it did.
trap { $PSCmdlet.ThrowTerminatingError($_) }

function Get-UserModuleFolder {
    # The first folder of PSModulePath that belongs to the user.
    $user = [System.Environment]::GetFolderPath('UserProfile')
    foreach ($folder in $env:PSModulePath.Split([System.IO.Path]::PathSeparator)) {
        if ($folder -and $folder.StartsWith($user, [System.StringComparison]::OrdinalIgnoreCase)) { return $folder }
    }
    throw "No folder of PSModulePath lies in '$user'. Name one with -ModuleFolder."
}

function Expand-ModulePackage([string]$Package, [string]$Target) {
    # The module's files out of a folder, a zip (in <name>/<version>/) or a NuGet package (at its root).
    if ([System.IO.Directory]::Exists($Package)) {
        Copy-Item -LiteralPath $Package -Destination $Target -Recurse
        return $Target
    }
    if ($PSVersionTable.PSVersion.Major -lt 6) { Add-Type -AssemblyName System.IO.Compression.FileSystem }
    [System.IO.Compression.ZipFile]::ExtractToDirectory($Package, $Target)
    $found = [System.IO.Directory]::GetFiles($Target, "$name.psd1", [System.IO.SearchOption]::AllDirectories)
    if ($found.Count -ne 1) { throw "'$Package' is no package of $name." }
    return [System.IO.Path]::GetDirectoryName($found[0])
}

function Get-PlatformName {
    # This machine, as packages name it. Windows PowerShell knows no $IsMacOS, and an old .NET Framework no OSArchitecture.
    if ($PSVersionTable.PSVersion.Major -lt 6 -or $IsWindows) { $system = 'win' } elseif ($IsMacOS) { $system = 'osx' } else { $system = 'linux' }
    try {
        $processor = "$([System.Runtime.InteropServices.RuntimeInformation]::OSArchitecture)"
    } catch {
        $processor = "$env:PROCESSOR_ARCHITEW6432"
        if (-not $processor) { $processor = "$env:PROCESSOR_ARCHITECTURE" }
        if ($processor -eq 'AMD64') { $processor = 'x64' }
    }
    return $system + '-' + $processor.ToLowerInvariant()
}

function Assert-Platform([string]$Module) {
    # A package has the native parts of the platforms that it was made for, and maybe the Node.js of one.
    $list = [System.IO.Path]::Combine($Module, 'engine', 'platforms.txt')
    if (-not [System.IO.File]::Exists($list)) { return }
    $for = @([System.IO.File]::ReadAllLines($list) | Where-Object { $_ })
    $here = Get-PlatformName
    if ($for -notcontains $here) { throw "The package '$package' is for $($for -join ', '), and this machine is $here. Make one with: npm run package -- --runtime $here" }
}

function Remove-Leftover([string]$Place) {
    # What this script put aside or left half done. Gives what cannot be removed, because a PowerShell has it in use.
    foreach ($pattern in '.new-*', '.old-*') {
        foreach ($left in [System.IO.Directory]::GetDirectories($Place, $pattern)) {
            try { [System.IO.Directory]::Delete($left, $true) } catch { $left }
        }
    }
}

function Move-Aside([string]$Version) {
    # On Windows a folder whose Node.js runs cannot be removed, but it can be moved: nobody finds half a module there.
    $old = [System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($Version), '.old-' + [guid]::NewGuid())
    [System.IO.Directory]::Move($Version, $old)
}

if (-not $ModuleFolder) { $ModuleFolder = Get-UserModuleFolder }
$modules = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($ModuleFolder)
$place = [System.IO.Path]::Combine($modules, $name)

if ($Uninstall) {
    if (-not [System.IO.Directory]::Exists($place)) { throw "$name is not installed in '$modules'." }
    if ($PSCmdlet.ShouldProcess($place, 'Remove')) {
        $null = Remove-Leftover $place
        foreach ($version in [System.IO.Directory]::GetDirectories($place)) {
            if (-not [System.IO.Path]::GetFileName($version).StartsWith('.old-')) { Move-Aside $version }
        }
        $left = @(Remove-Leftover $place)
        if ($left.Count -eq 0) { [System.IO.Directory]::Delete($place, $true) }
        Write-Output "$name was removed from '$modules'. Sign-ins stay; Clear-AzContext would have removed them."
        if ($left.Count -gt 0) { Write-Warning "A PowerShell that runs still uses '$place'. Run this again when it has ended, to remove the rest." }
    }
    return
}

$package = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
if (-not ([System.IO.File]::Exists($package) -or [System.IO.Directory]::Exists($package))) { throw "There is no '$package'. Build one with: npm run package." }
if (-not $PSCmdlet.ShouldProcess($place, "Install from '$package'")) { return }
# Unpacked beside its place, then moved there in one step: a PowerShell that starts now sees all of it or nothing.
$null = [System.IO.Directory]::CreateDirectory($place)
$draft = [System.IO.Path]::Combine($place, '.new-' + [guid]::NewGuid())
try {
    $unpacked = Expand-ModulePackage $package $draft
    Assert-Platform $unpacked
    $manifest = Test-ModuleManifest -Path ([System.IO.Path]::Combine($unpacked, "$name.psd1"))
    $version = $manifest.Version.ToString()
    $target = [System.IO.Path]::Combine($place, $version)
    if ([System.IO.Directory]::Exists($target)) {
        if (-not $Force) { throw "$name $version is installed in '$modules' already. Add -Force to replace it." }
        Move-Aside $target
    }
    # What only a NuGet client needs.
    foreach ($part in '_rels', 'package') {
        $extra = [System.IO.Path]::Combine($unpacked, $part)
        if ([System.IO.Directory]::Exists($extra)) { [System.IO.Directory]::Delete($extra, $true) }
    }
    foreach ($part in '[Content_Types].xml', "$name.nuspec") { [System.IO.File]::Delete([System.IO.Path]::Combine($unpacked, $part)) }
    $node = [System.IO.Path]::Combine($unpacked, 'engine', 'runtime', 'node')
    if ([System.IO.File]::Exists($node)) { chmod 755 $node }
    [System.IO.Directory]::Move($unpacked, $target)
} finally {
    foreach ($left in Remove-Leftover $place) { Write-Verbose "'$left' is in use and stays until the next installation." }
}
$import = $name
$found = foreach ($folder in ([string]$env:PSModulePath).Split([System.IO.Path]::PathSeparator)) { $folder.TrimEnd('/', '\') }
if ($found -notcontains $modules.TrimEnd('/', '\')) { $import = "'" + [System.IO.Path]::Combine($target, "$name.psd1") + "'" }
Write-Output "$name $version is installed in '$target'. Run: Import-Module $import; Connect-AzAccount"
