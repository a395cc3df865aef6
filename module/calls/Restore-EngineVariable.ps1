function Restore-EngineVariable {
    # Sets the environment variables that an engine set back to what they were before, because nothing answers at its
    # endpoint any more. Variables that somebody else changed meanwhile stay. Returns whether there were any.
    $kept = (Get-EngineShared)['Variables']
    $names = @($kept.Keys)
    foreach ($name in $names) {
        $variable = $kept[$name]
        if ([System.Environment]::GetEnvironmentVariable($name) -ceq $variable['Now']) { Set-EngineVariable $name $variable['Before'] }
    }
    $kept.Clear()
    return $names.Count -gt 0
}
