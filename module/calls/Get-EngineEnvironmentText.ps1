function Get-EngineEnvironmentText {
    # Returns the environment variables that calls use as one text, to see whether one has changed. Without -Variables they
    # are those of this moment.
    param($Variables)
    $set = foreach ($name in $script:WireEnvironmentVariables) {
        if ($Variables -is [System.Collections.IEnumerable]) { $value = $Variables[$name] } else { $value = [System.Environment]::GetEnvironmentVariable($name) }
        if ($value -is [string]) { '{0}={1}' -f $name, $value }
    }
    return $set -join "`0"
}
