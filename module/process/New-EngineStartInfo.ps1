function New-EngineStartInfo {
    param([string]$Runtime, [string]$Debugger)
    $info = [System.Diagnostics.ProcessStartInfo]@{
        FileName               = $Runtime
        Arguments              = $Debugger + '"' + [System.IO.Path]::Combine($script:EngineFolder, 'engine.cjs') + '"'
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
