function Find-EngineRuntimeOnPath {
    # Returns the first Node.js on PATH that has not failed, or $null. Does not use Get-Command, which searches every module
    # and takes longer than the engine's start.
    param($Name, $Failed)
    foreach ($folder in ([string][System.Environment]::GetEnvironmentVariable('PATH')).Split([System.IO.Path]::PathSeparator)) {
        if ($folder -eq '') { continue }
        $candidate = [System.IO.Path]::Combine($folder.Trim('"'), $Name)
        if ($Failed -cnotcontains $candidate -and [System.IO.File]::Exists($candidate)) { return $candidate }
    }
    return $null
}
