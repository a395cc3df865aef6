# Publishes the packages of a folder. The key of the repository is the first line of standard input, because other users
# could read an argument. Node.js is published first, so that a user who finds the new module also finds its Node.js.
param([string]$Folder, [string]$Repository)

$ErrorActionPreference = 'Stop'
$key = [System.Console]::In.ReadLine()
foreach ($package in [System.IO.Directory]::GetFiles($Folder, '*.nupkg') | Sort-Object -Descending) {
    Publish-PSResource -NupkgPath $package -Repository $Repository -ApiKey $key
}
