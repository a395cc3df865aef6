function New-EngineCall {
    # Returns the cmdlet, its parameters and its environment as JSON text, to put into the parameters of the request. Or
    # returns an ErrorRecord.
    param([string]$Cmdlet, $Caller, $Bound, $Paths, $Secrets)
    $parameters = Get-EngineParameter $Cmdlet $Caller $Bound $Paths
    if ($parameters -is [System.Management.Automation.ErrorRecord]) { return $parameters }
    return '"cmdlet":' + (ConvertTo-WireJson $Cmdlet $null) +
    ',"parameterSet":' + (ConvertTo-WireJson $Caller.ParameterSetName $null) +
    ',"parameters":' + (ConvertTo-WireJson $parameters $Secrets) +
    ',"environment":' + (ConvertTo-WireJson (Get-EngineEnvironment) $Secrets)
}
