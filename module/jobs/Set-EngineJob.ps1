function Set-EngineJob {
    # Runs inside the job: stores what the job's only call uses.
    param($Job)
    $secrets = [System.Collections.Generic.List[securestring]]::new()
    foreach ($secret in $Job['Secrets']) { $secrets.Add($secret) }
    $script:EngineJob = @{ Call = $Job['Call']; Secrets = $secrets; Preferences = $Job['Preferences'] }
}
