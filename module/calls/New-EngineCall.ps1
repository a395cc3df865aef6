function New-EngineCall {
    # What is called, with what, and in which environment: members of the request's parameters, as JSON text. Or an
    # ErrorRecord.
    param([string]$Cmdlet, $Caller, $Bound, $Paths, $Secrets)
    $parameters = Get-EngineParameter $Cmdlet $Caller $Bound $Paths
    if ($parameters -is [System.Management.Automation.ErrorRecord]) { return $parameters }
    return '"cmdlet":' + (ConvertTo-WireJson $Cmdlet $null) +
    ',"parameterSet":' + (ConvertTo-WireJson $Caller.ParameterSetName $null) +
    ',"parameters":' + (ConvertTo-WireJson $parameters $Secrets) +
    ',"environment":' + (ConvertTo-WireJson (Get-EngineEnvironment) $Secrets)
}
