function Find-EngineRuntimeIn {
    # Returns the Node.js of the newest version of a package in one folder of modules, or nothing.
    param($Modules, $Package, $Name)
    $folder = '{0}{1}{2}' -f $Modules, $script:PathSeparator, $Package
    # Usually the package has the version of the module. Another kind of call takes time at its first use.
    if (-not [System.IO.File]::Exists(('{0}{1}{2}{1}{3}' -f $folder, $script:PathSeparator, $script:ModuleVersion, $Name)) -and -not [System.IO.Directory]::Exists($folder)) { return }
    $newest = $null
    $program = $null
    # A package that is just being installed or removed has another name than a version.
    foreach ($candidate in [System.IO.Directory]::GetDirectories($folder) -match '[\\/]\d{1,9}(\.\d{1,9}){1,3}$') {
        $version = $candidate -replace '^.*[\\/]'
        $file = '{0}{1}{2}' -f $candidate, $script:PathSeparator, $Name
        if (($newest -isnot [string] -or [version]$version -gt [version]$newest) -and [System.IO.File]::Exists($file)) {
            $newest = $version
            $program = $file
        }
    }
    return $program
}
