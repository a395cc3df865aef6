function Get-EngineParameter {
    # The bound parameters without PowerShell's own. Secrets given as text become SecureStrings at once, by method
    # calls only. Paths become absolute: the engine has another current folder, and knows nothing of PowerShell's
    # drives. Elsewhere than in the file system a path stays as it is, to be refused. A path that PowerShell refuses
    # is returned as its ErrorRecord.
    param([string]$Cmdlet, $Caller, $Bound, $Paths)
    $parameters = @{}
    foreach ($name in $Bound.Keys) {
        if ($script:CommonParameters.Contains($name)) { continue }
        $qualified = $Cmdlet + '/' + $name
        if ($script:WireSecretParameters -contains $qualified) {
            $secret = [securestring]::new()
            foreach ($character in ([string]$Bound[$name]).GetEnumerator()) { $secret.AppendChar($character) }
            $parameters[$name] = $secret
        } else {
            $parameters[$name] = $Bound[$name]
        }
    }
    foreach ($name in $Paths) {
        if (-not $parameters.ContainsKey($name)) { continue }
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
