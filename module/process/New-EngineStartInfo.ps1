function New-EngineStartInfo {
    param($Runtime, $Debugger)
    $info = [System.Diagnostics.ProcessStartInfo]@{
        FileName               = $Runtime
        Arguments              = '{0}"{1}"' -f $Debugger, [System.IO.Path]::Combine($script:EngineFolder, 'engine.cjs')
        UseShellExecute        = $false
        CreateNoWindow         = $true
        RedirectStandardInput  = $true
        RedirectStandardOutput = $true
        RedirectStandardError  = $true
        # Not the module's folder: Windows cannot move or remove a folder that is the current folder of a process.
        WorkingDirectory       = [System.IO.Path]::Combine('/', [System.Environment]::SystemDirectory)
    }
    Set-EngineProcessEnvironment $info
    return $info
}
