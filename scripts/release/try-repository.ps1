# Publishes the packages of a folder to a repository in a folder. Then finds, installs, updates and removes them as a
# user would. Needs Microsoft.PowerShell.PSResourceGet 1.1 or later.
param([string]$Folder, [string]$Version)

$ErrorActionPreference = 'Stop'
$name = 'Az.LoginTs'
$repository = 'AzLoginTsRelease-' + [System.IO.Path]::GetFileName($Folder)
$feed = [System.IO.Path]::Combine($Folder, 'feed')
$null = [System.IO.Directory]::CreateDirectory($feed)
# Another home folder, so that the trial does not install anything for the user who releases.
$userHome = [System.IO.Path]::Combine($Folder, 'home')
$null = [System.IO.Directory]::CreateDirectory($userHome)
foreach ($variable in 'HOME', 'XDG_DATA_HOME', 'USERPROFILE') { [System.Environment]::SetEnvironmentVariable($variable, $userHome) }

function Publish-Folder([string]$Place) {
    foreach ($package in [System.IO.Directory]::GetFiles($Place, '*.nupkg')) { Publish-PSResource -NupkgPath $package -Repository $repository }
}

function Assert-Equal($Actual, $Expected, [string]$What) {
    if ("$Actual" -ne "$Expected") { throw "${What}: '$Actual', and not '$Expected'." }
    Write-Output "ok  $What"
}

Register-PSResourceRepository -Name $repository -Uri $feed -Trusted
try {
    Publish-Folder ([System.IO.Path]::Combine($Folder, 'older'))
    Install-PSResource -Name $name -Repository $repository -Scope CurrentUser
    Assert-Equal (Get-InstalledPSResource -Name $name).Version '0.0.1' 'an older version is installed'
    Publish-Folder ([System.IO.Path]::Combine($Folder, 'real'))
    $found = @(Find-PSResource -Name "$name*" -Repository $repository | Sort-Object Name)
    Assert-Equal ($found.Name -match '^Az\.LoginTs$') $name 'the module is found'
    Assert-Equal ($found | Where-Object Name -EQ $name).Version $Version 'its version is found'
    $runtimes = @($found | Where-Object Name -Like "$name.Node.*")
    foreach ($runtime in $runtimes) { Install-PSResource -Name $runtime.Name -Repository $repository -Scope CurrentUser }
    Update-PSResource -Name $name -Repository $repository -Scope CurrentUser
    $installed = Get-InstalledPSResource -Name $name | Sort-Object Version | Select-Object -Last 1
    Assert-Equal $installed.Version $Version 'it is updated'
    # In another process, because a loaded module stays in use until its process ends.
    $manifest = [System.IO.Path]::Combine($installed.InstalledLocation, $name, $Version, "$name.psd1")
    if (-not [System.IO.File]::Exists($manifest)) { $manifest = [System.IO.Path]::Combine($installed.InstalledLocation, "$name.psd1") }
    $script = "Import-Module '$manifest'; `$null = Get-AzConfig; (& (Get-Module $name) { (Get-EngineShared).Connection }).Process.MainModule.FileName"
    $node = & ([System.Environment]::ProcessPath) -NoProfile -NonInteractive -Command $script
    Assert-Equal ($node -like "*$($runtimes[0].Name)*") $true 'its engine runs in the Node.js of the other package'
    foreach ($one in @($runtimes.Name) + $name) { Uninstall-PSResource -Name $one -Version '*' -Scope CurrentUser -SkipDependencyCheck }
    Assert-Equal @(Get-InstalledPSResource -Name "$name*" -ErrorAction Ignore).Count 0 'nothing is left'
} finally {
    Unregister-PSResourceRepository -Name $repository
}
