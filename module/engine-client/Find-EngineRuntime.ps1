function Find-EngineRuntime {
    # The Node.js that comes with the module, else the first on PATH. Looked up by hand: Get-Command would search
    # every module on the way and costs more than the engine's own start.
    $name = 'node'
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\') { $name = 'node.exe' }
    $own = [System.IO.Path]::Combine($script:EngineFolder, 'runtime', $name)
    if ([System.IO.File]::Exists($own)) { return $own }
    foreach ($folder in ([string][System.Environment]::GetEnvironmentVariable('PATH')).Split([System.IO.Path]::PathSeparator)) {
        if ($folder -eq '') { continue }
        $candidate = [System.IO.Path]::Combine($folder.Trim('"'), $name)
        if ([System.IO.File]::Exists($candidate)) { return $candidate }
    }
    return $null
}
