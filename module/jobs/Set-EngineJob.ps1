function Set-EngineJob {
    # In the job: what its one call works with.
    param($Job)
    $secrets = [System.Collections.Generic.List[securestring]]::new()
    foreach ($secret in $Job['Secrets']) { $secrets.Add($secret) }
    $script:EngineJob = @{ Call = $Job['Call']; Secrets = $secrets; Preferences = $Job['Preferences'] }
}
