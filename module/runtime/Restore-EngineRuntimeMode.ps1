function Restore-EngineRuntimeMode {
    # Gives a packaged Node.js back the right to be run, which many programs lose when they unpack a package. Whether that
    # was worth a try.
    param([string]$Runtime)
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\' -or [System.IO.Path]::GetDirectoryName([System.IO.Path]::GetDirectoryName($Runtime)) -notlike ('*/' + $script:EngineRuntimePackage + '.*')) { return $false }
    try {
        $change = [System.Diagnostics.Process]::Start('chmod', '755 "' + $Runtime + '"')
        $change.WaitForExit()
        return $change.ExitCode -eq 0
    } catch {
        return $false
    }
}
