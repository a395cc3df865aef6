function New-EngineCall {
    # Returns the cmdlet and its parameters as JSON text, to put into the parameters of the request. Or returns an
    # ErrorRecord.
    param($Cmdlet, $Caller, $Bound, $Paths, $Secrets)
    $given = Get-EngineParameter $Cmdlet $Caller $Bound $Paths
    if ($given -is [System.Management.Automation.ErrorRecord]) { return $given }
    return $script:EngineCallText -f $Cmdlet, $Caller.ParameterSetName, (ConvertTo-WireJson $given $Secrets)
}
