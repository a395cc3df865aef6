function Get-EngineParameter {
    # Returns the bound parameters without PowerShell's common ones. Secrets given as text become SecureStrings at once,
    # by method calls only. Paths become absolute, because the engine has another current folder and does not know
    # PowerShell's drives. A path outside the file system stays as it is, and the engine refuses it. If PowerShell
    # refuses a path, its ErrorRecord is returned.
    param($Cmdlet, $Caller, $Bound, $Paths)
    $parameters = @{}
    if ($script:CommonParameters -isnot [string]) { $script:CommonParameters = '^({0}|{1})$' -f ([System.Management.Automation.Cmdlet]::CommonParameters -join '|'), ([System.Management.Automation.Cmdlet]::OptionalCommonParameters -join '|') }
    foreach ($name in $Bound.Keys) {
        if ($name -match $script:CommonParameters) { continue }
        if ($script:WireSecretParameters -contains ('{0}/{1}' -f $Cmdlet, $name)) {
            $secret = [securestring]::new()
            foreach ($character in ([string]$Bound[$name]).GetEnumerator()) { $secret.AppendChar($character) }
            $parameters[$name] = $secret
        } else {
            $parameters[$name] = $Bound[$name]
        }
    }
    foreach ($name in $Paths) {
        if ($parameters[$name] -isnot [string]) { continue }
        $provider = $null
        $drive = $null
        try {
            $path = $Caller.SessionState.Path.GetUnresolvedProviderPathFromPSPath($parameters[$name], [ref]$provider, [ref]$drive)
        } catch {
            if ($_.Exception.InnerException -is [System.Management.Automation.IContainsErrorRecord]) { return $_.Exception.InnerException.ErrorRecord }
            return $_
        }
        if ($provider.Name -eq 'FileSystem') { $parameters[$name] = $path }
    }
    return $parameters
}
