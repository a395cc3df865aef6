# Installs, updates or removes the module Az.LoginTs for this user, from the packages of `npm run package`:
#
#   ./install.ps1
#   ./install.ps1 -Path ./Az.LoginTs.0.1.0.zip
#   ./install.ps1 -Uninstall
#
# Node.js for a platform is a separate module, Az.LoginTs.Node.<platform>, which Az.LoginTs finds. Versions are installed
# side by side: a running PowerShell keeps its version, the next one uses the newest. Sign-ins are in the user's .Azure
# folder. Installing or removing the module does not touch them.
[CmdletBinding(SupportsShouldProcess = $true, DefaultParameterSetName = 'Install')]
param(
    # A .zip or .nupkg, the folder of a module, or a folder of packages. Of a folder the newest package with Node.js for
    # this machine is used, else the newest without. The default is the folder of this script, or the checkout's dist.
    [Parameter(Position = 0, ParameterSetName = 'Install')]
    [string]$Path,

    # Replaces a version that is installed already.
    [Parameter(ParameterSetName = 'Install')]
    [switch]$Force,

    # Removes every version of the module and of its Node.js. Sign-ins stay.
    [Parameter(Mandatory = $true, ParameterSetName = 'Uninstall')]
    [switch]$Uninstall,

    # A folder of PSModulePath. The default is the one of this user.
    [string]$ModuleFolder
)

$ErrorActionPreference = 'Stop'
$name = 'Az.LoginTs'
$runtimeName = "$name.Node"
# Show the message of an error without the line of this script.
trap { $PSCmdlet.ThrowTerminatingError($_) }

function Get-UserModuleFolder {
    # Returns the first folder of PSModulePath in the user's home.
    $user = [System.Environment]::GetFolderPath('UserProfile')
    foreach ($folder in $env:PSModulePath.Split([System.IO.Path]::PathSeparator)) {
        if ($folder -and $folder.StartsWith($user, [System.StringComparison]::OrdinalIgnoreCase)) { return $folder }
    }
    throw "No folder of PSModulePath is in '$user'. Name one with -ModuleFolder."
}

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

function Select-Package([string]$Folder) {
    # Returns the zip in a folder that is for this machine: the newest version, with Node.js if there is one.
    $here = Get-EnginePlatform
    $found = foreach ($file in [System.IO.Directory]::GetFiles($Folder, "$name.*.zip")) {
        if ([System.IO.Path]::GetFileName($file) -match ('^' + [regex]::Escape($name) + '\.(\d+\.\d+\.\d+)(?:\.([a-z]+-[a-z0-9]+))?\.zip$')) {
            [pscustomobject]@{ File = $file; Version = [version]$Matches[1]; Platform = $Matches[2] }
        }
    }
    $best = @($found | Where-Object { -not $_.Platform -or $_.Platform -eq $here } | Sort-Object Version, { [bool]$_.Platform })
    if ($best.Count -gt 0) { return $best[-1].File }
    $remedy = "Make one with: npm run package -- --runtime. Or name a package with -Path."
    if (@($found).Count -gt 0) { throw "'$Folder' has packages for $(@($found.Platform) -join ', '), but none for this machine ($here). $remedy" }
    throw "There is no package of $name in '$Folder'. $remedy"
}

function Find-Package {
    # Returns the package or module folder to install from.
    if (-not $Path) {
        $own = $PSScriptRoot
        $dist = [System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($own), 'dist')
        if ([System.IO.Directory]::GetFiles($own, "$name.*.zip").Count -eq 0 -and [System.IO.Directory]::Exists($dist)) { $own = $dist }
        return Select-Package $own
    }
    $full = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    if ([System.IO.File]::Exists($full)) { return $full }
    if (-not [System.IO.Directory]::Exists($full)) { throw "There is no '$full'. Build one with: npm run package." }
    if ([System.IO.Directory]::GetFiles($full, "$name*.psd1").Count -gt 0) { return $full }
    return Select-Package $full
}

function Expand-ModulePackage([string]$Package, [string]$Target) {
    # Unpacks a folder, a zip (modules in <name>/<version>/) or a NuGet package (a module at its root). Returns the
    # manifests of our modules in it.
    if ([System.IO.Directory]::Exists($Package)) {
        Copy-Item -LiteralPath $Package -Destination $Target -Recurse
    } else {
        if ($PSVersionTable.PSVersion.Major -lt 6) { Add-Type -AssemblyName System.IO.Compression.FileSystem }
        [System.IO.Compression.ZipFile]::ExtractToDirectory($Package, $Target)
    }
    $found = [System.IO.Directory]::GetFiles($Target, "$name*.psd1", [System.IO.SearchOption]::AllDirectories) |
        Where-Object { [System.IO.Path]::GetFileNameWithoutExtension($_) -match ('^' + [regex]::Escape($name) + '(\.Node\.[a-z]+-[a-z0-9]+)?$') }
    if (-not $found) { throw "'$Package' is not a package of $name." }
    return @($found)
}

function Read-Module([string]$Manifest) {
    # Returns the facts of an unpacked module. Throws if it has the Node.js of another platform.
    $facts = Test-ModuleManifest -Path $Manifest
    $here = Get-EnginePlatform
    if ($facts.Name -ne $name -and $facts.Name -ne "$runtimeName.$here") {
        throw "The package '$package' is for $($facts.Name.Substring($runtimeName.Length + 1)), but this machine is $here. Make one with: npm run package -- --runtime $here"
    }
    return [pscustomobject]@{
        Name = $facts.Name; Version = $facts.Version.ToString(); Source = [System.IO.Path]::GetDirectoryName($Manifest)
        Target = [System.IO.Path]::Combine($modules, $facts.Name, $facts.Version.ToString())
    }
}

function Remove-Leftover([string]$Place) {
    # Removes the folders that this script moved aside or did not finish. Returns those that a running PowerShell uses.
    foreach ($pattern in '.new-*', '.old-*') {
        foreach ($left in [System.IO.Directory]::GetDirectories($Place, $pattern)) {
            try { [System.IO.Directory]::Delete($left, $true) } catch { $left }
        }
    }
}

function Move-Aside([string]$Version) {
    # Windows cannot remove a folder whose Node.js runs, but can move it. So nobody finds half a module.
    $old = [System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($Version), '.old-' + [guid]::NewGuid())
    [System.IO.Directory]::Move($Version, $old)
}

function Get-ModulePlace {
    # Returns the folders of our modules, Az.LoginTs first.
    foreach ($pattern in $name, "$runtimeName.*") {
        if ([System.IO.Directory]::Exists($modules)) { [System.IO.Directory]::GetDirectories($modules, $pattern) }
    }
}

function Install-Module([object]$Module) {
    # Moves an unpacked module to its place in one step: a PowerShell that starts now sees all of it or nothing.
    if ([System.IO.Directory]::Exists($Module.Target)) { Move-Aside $Module.Target }
    # Remove what only a NuGet client needs.
    foreach ($part in '_rels', 'package') {
        $extra = [System.IO.Path]::Combine($Module.Source, $part)
        if ([System.IO.Directory]::Exists($extra)) { [System.IO.Directory]::Delete($extra, $true) }
    }
    foreach ($part in '[Content_Types].xml', "$($Module.Name).nuspec") { [System.IO.File]::Delete([System.IO.Path]::Combine($Module.Source, $part)) }
    $node = [System.IO.Path]::Combine($Module.Source, 'node')
    if ([System.IO.File]::Exists($node)) { chmod 755 $node }
    $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($Module.Target))
    [System.IO.Directory]::Move($Module.Source, $Module.Target)
}

function Get-RuntimeSentence {
    # Returns a sentence with the Node.js that the engine will use, so that an update never changes it unnoticed.
    $own = [System.IO.Path]::Combine($modules, "$runtimeName.$(Get-EnginePlatform)")
    if ([System.IO.Directory]::Exists($own)) {
        $newest = [System.IO.Directory]::GetDirectories($own) | ForEach-Object { [System.IO.Path]::GetFileName($_) -as [version] } | Sort-Object | Select-Object -Last 1
        if ($newest) { return "The engine runs in the Node.js of $([System.IO.Path]::GetFileName($own)) $newest." }
    }
    $onPath = Get-Command node -CommandType Application -ErrorAction Ignore | Select-Object -First 1
    if ($onPath) { return "Node.js for this platform is not installed as a package, so the engine runs in '$($onPath.Source)', the first on PATH." }
    return "The engine has no Node.js yet: neither as a package nor on PATH. Install $runtimeName.$(Get-EnginePlatform), or Node.js 20 or later."
}

if (-not $ModuleFolder) { $ModuleFolder = Get-UserModuleFolder }
$modules = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($ModuleFolder)
$place = [System.IO.Path]::Combine($modules, $name)

if ($Uninstall) {
    $places = @(Get-ModulePlace)
    if ($places.Count -eq 0) { throw "$name is not installed in '$modules'." }
    if ($PSCmdlet.ShouldProcess($places -join ', ', 'Remove')) {
        $left = foreach ($each in $places) {
            $null = Remove-Leftover $each
            foreach ($version in [System.IO.Directory]::GetDirectories($each)) {
                if (-not [System.IO.Path]::GetFileName($version).StartsWith('.old-')) { Move-Aside $version }
            }
            $rest = @(Remove-Leftover $each)
            if ($rest.Count -eq 0) { [System.IO.Directory]::Delete($each, $true) } else { $each }
        }
        Write-Output "$name was removed from '$modules'. Your sign-ins are kept. To remove them too, run Clear-AzContext before you uninstall."
        if ($left) { Write-Warning "A running PowerShell still uses '$($left -join "', '")'. Close it and run this again to remove the rest." }
    }
    return
}

$package = Find-Package
if (-not $PSCmdlet.ShouldProcess($place, "Install from '$package'")) { return }
# Unpack beside the final place, then move.
$null = [System.IO.Directory]::CreateDirectory($place)
$draft = [System.IO.Path]::Combine($place, '.new-' + [guid]::NewGuid())
try {
    # Node.js first, so that a PowerShell that finds the module also finds its Node.js.
    $unpacked = @(Expand-ModulePackage $package $draft | ForEach-Object { Read-Module $_ } | Sort-Object Name -Descending)
    $new = @($unpacked | Where-Object { $Force -or -not [System.IO.Directory]::Exists($_.Target) })
    if ($new.Count -eq 0) { throw "$($unpacked[-1].Name) $($unpacked[-1].Version) is installed in '$modules' already. Add -Force to replace it." }
    foreach ($module in $new) { Install-Module $module }
} finally {
    foreach ($each in @(Get-ModulePlace)) {
        foreach ($left in Remove-Leftover $each) { Write-Verbose "'$left' is in use and stays until the next installation." }
    }
    if ([System.IO.Directory]::GetFileSystemEntries($place).Count -eq 0) { [System.IO.Directory]::Delete($place) }
}
foreach ($module in $new) { Write-Output "$($module.Name) $($module.Version) is installed in '$($module.Target)'." }
$main = $unpacked | Where-Object { $_.Name -eq $name }
if ($main) {
    $import = $name
    $found = foreach ($folder in ([string]$env:PSModulePath).Split([System.IO.Path]::PathSeparator)) { $folder.TrimEnd('/', '\') }
    if ($found -notcontains $modules.TrimEnd('/', '\')) { $import = "'" + [System.IO.Path]::Combine($main.Target, "$name.psd1") + "'" }
    Write-Output "$(Get-RuntimeSentence) Run: Import-Module $import; Connect-AzAccount"
}
