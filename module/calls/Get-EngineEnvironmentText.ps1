function Get-EngineEnvironmentText {
    # Returns the environment variables that calls use as one text, to see whether one has changed. Returns nothing if a
    # secret one is set. The only thing done with its text is this test.
    foreach ($name in $script:WireSecretEnvironmentVariables) {
        if ([System.Environment]::GetEnvironmentVariable($name) -is [string]) { return }
    }
    $set = foreach ($name in $script:WireEnvironmentVariables) {
        $value = [System.Environment]::GetEnvironmentVariable($name)
        if ($value -is [string]) { '{0}={1}' -f $name, $value }
    }
    return $set -join "`0"
}
