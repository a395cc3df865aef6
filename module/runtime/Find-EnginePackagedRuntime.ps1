function Find-EnginePackagedRuntime {
    # Returns the Node.js of the newest package for this platform, or nothing. The folder beside the module comes first,
    # then those of PSModulePath: a module that is installed for all users also finds the package of one user.
    param($Name)
    $package = '{0}.{1}' -f $script:EngineRuntimePackage, (Get-EnginePlatform)
    $program = Find-EngineRuntimeIn ($PSScriptRoot -replace '[\\/][^\\/]+[\\/][^\\/]+$') $package $Name
    if ($program -is [string]) { return $program }
    foreach ($modules in ([string][System.Environment]::GetEnvironmentVariable('PSModulePath')).Split([System.IO.Path]::PathSeparator)) {
        if ($modules -eq '') { continue }
        $program = Find-EngineRuntimeIn $modules $package $Name
        if ($program -is [string]) { return $program }
    }
}
