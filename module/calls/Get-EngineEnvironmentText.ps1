function Get-EngineEnvironmentText {
    # Returns the environment variables that calls use as one text, to see whether one has changed.
    $set = foreach ($name in $script:WireEnvironmentVariables) {
        $value = [System.Environment]::GetEnvironmentVariable($name)
        if ($value -is [string]) { '{0}={1}' -f $name, $value }
    }
    return $set -join "`0"
}
