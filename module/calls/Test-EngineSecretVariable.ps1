function Test-EngineSecretVariable {
    # Returns whether an environment variable whose value is secret is set. The only thing done with its text is this test.
    foreach ($name in $script:WireSecretEnvironmentVariables) {
        if ([System.Environment]::GetEnvironmentVariable($name) -is [string]) { return $true }
    }
    return $false
}
