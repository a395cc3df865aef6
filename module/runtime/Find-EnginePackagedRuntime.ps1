function Find-EnginePackagedRuntime {
    # The Node.js of the newest package for this platform. Beside the module comes first, then the folders in which
    # PowerShell looks for modules: an update for all users finds the package of one of them too. $null without one.
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
            $version = [version]'0.0'
            # What is being installed or removed has no version for its name.
            if (-not [version]::TryParse([System.IO.Path]::GetFileName($candidate), [ref]$version)) { continue }
            $file = [System.IO.Path]::Combine($candidate, $Name)
            if (($null -eq $newest -or $version -gt $newest) -and [System.IO.File]::Exists($file)) {
                $newest = $version
                $program = $file
            }
        }
        if ($null -ne $program) { return $program }
    }
    return $null
}
