function Get-EngineEnvironmentText {
    # Returns the environment variables that calls use as one text, to see whether one has changed. Returns nothing if a
    # secret one is set; the only thing done with its text is this test. For the first call, which comes right after the
    # engine was started with these variables, it returns $true. -Variables are those of another moment.
    param($IsFirstCall, $Variables)
    $isNow = $Variables -isnot [System.Collections.IEnumerable]
    if ($isNow) {
        foreach ($name in $script:WireSecretEnvironmentVariables) {
            if ([System.Environment]::GetEnvironmentVariable($name) -is [string]) { return }
        }
        if ($IsFirstCall) { return $true }
    }
    $set = foreach ($name in $script:WireEnvironmentVariables) {
        if ($isNow) { $value = [System.Environment]::GetEnvironmentVariable($name) } else { $value = $Variables[$name] }
        if ($value -is [string]) { '{0}={1}' -f $name, $value }
    }
    return $set -join "`0"
}
