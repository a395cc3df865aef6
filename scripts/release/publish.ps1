# Publishes the packages of a folder. The key of the repository is the first line of standard input: an argument could be
# read by other users. Node.js comes first: who finds the new module finds that too.
param([string]$Folder, [string]$Repository)

$ErrorActionPreference = 'Stop'
$key = [System.Console]::In.ReadLine()
foreach ($package in [System.IO.Directory]::GetFiles($Folder, '*.nupkg') | Sort-Object -Descending) {
    Publish-PSResource -NupkgPath $package -Repository $Repository -ApiKey $key
}
