function Restore-EngineRuntimeMode {
    # Makes a packaged Node.js executable again, because many programs drop that permission when they unpack a package.
    # Returns whether it did so.
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
