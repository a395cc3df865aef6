function Set-EngineVariable {
    # Sets an environment variable of this process for the engine; $null removes it. What it was before is kept until the
    # engine sets it back, or ends. See Restore-EngineVariable.
    param([string]$Name, $Value)
    $kept = (Get-EngineShared)['Variables']
    if (-not $kept.ContainsKey($Name)) { $kept[$Name] = @{ Before = [System.Environment]::GetEnvironmentVariable($Name); Now = $null } }
    $kept[$Name]['Now'] = $Value
    if ($kept[$Name]['Before'] -ceq $Value) { $kept.Remove($Name) }
    # PowerShell passes $null as an empty string, which newer versions of .NET store as a value.
    if ($null -eq $Value) { $Value = [System.Management.Automation.Language.NullString]::Value }
    [System.Environment]::SetEnvironmentVariable($Name, $Value)
}
