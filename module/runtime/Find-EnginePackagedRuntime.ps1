function Find-EnginePackagedRuntime {
    # Returns the Node.js of the newest package for this platform, or $null. The folder beside the module comes first,
    # then those of PSModulePath: a module that is installed for all users also finds the package of one user.
    param([string]$Name)
    $package = $script:EngineRuntimePackage + '.' + (Get-EnginePlatform)
    $beside = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($script:EngineFolder, '..', '..', '..'))
    foreach ($modules in @($beside) + ([string][System.Environment]::GetEnvironmentVariable('PSModulePath')).Split([System.IO.Path]::PathSeparator)) {
        if ($modules -eq '') { continue }
        $folder = [System.IO.Path]::Combine($modules, $package)
        if (-not [System.IO.Directory]::Exists($folder)) { continue }
        $newest = $null
        $program = $null
        foreach ($candidate in [System.IO.Directory]::GetDirectories($folder)) {
            # A package that is just being installed or removed has another name than a version.
            if ($candidate -notmatch '[\\/](\d{1,9}(\.\d{1,9}){1,3})$') { continue }
            $version = $Matches[1]
            $file = [System.IO.Path]::Combine($candidate, $Name)
            if (($null -eq $newest -or [version]$version -gt [version]$newest) -and [System.IO.File]::Exists($file)) {
                $newest = $version
                $program = $file
            }
        }
        if ($null -ne $program) { return $program }
    }
    return $null
}
