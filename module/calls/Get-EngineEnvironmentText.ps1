function Get-EngineEnvironmentText {
    # Returns, in the form of Send-EngineCall, those of the variables with which the engine was started that calls use.
    param($Connection)
    $variables = $Connection['Process'].StartInfo.EnvironmentVariables
    $set = foreach ($name in $script:WireEnvironmentVariables) {
        $value = $variables[$name]
        if ($value -is [string]) { '{0}={1}' -f $name, $value }
    }
    return $set -join "`0"
}
