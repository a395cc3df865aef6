function Find-EngineRuntimeIn {
    # Returns the Node.js of the newest version of a package in one folder of modules, or nothing.
    param($Modules, $Package, $Name)
    $folder = [System.IO.Path]::Combine($Modules, $Package)
    if (-not [System.IO.Directory]::Exists($folder)) { return }
    $newest = $null
    $program = $null
    foreach ($candidate in [System.IO.Directory]::GetDirectories($folder)) {
        # A package that is just being installed or removed has another name than a version.
        if ($candidate -notmatch '[\\/]\d{1,9}(\.\d{1,9}){1,3}$') { continue }
        $version = $candidate -replace '^.*[\\/]'
        $file = [System.IO.Path]::Combine($candidate, $Name)
        if (($newest -isnot [string] -or [version]$version -gt [version]$newest) -and [System.IO.File]::Exists($file)) {
            $newest = $version
            $program = $file
        }
    }
    return $program
}
