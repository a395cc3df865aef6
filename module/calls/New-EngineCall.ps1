function New-EngineCall {
    # Returns the cmdlet and its parameters as JSON text, to put into the parameters of the request. Or returns an
    # ErrorRecord. Names of cmdlets and parameter sets have no character that JSON must escape.
    param($Cmdlet, $Caller, $Bound, $Paths, $Secrets)
    $parameters = '{}'
    # Most commands have no parameter at all.
    if ($Bound.Count) {
        $given = Get-EngineParameter $Cmdlet $Caller $Bound $Paths
        if ($given -is [System.Management.Automation.ErrorRecord]) { return $given }
        $parameters = ConvertTo-WireJson $given $Secrets
    }
    return '"cmdlet":"{0}","parameterSet":"{1}","parameters":{2}' -f $Cmdlet, $Caller.ParameterSetName, $parameters
}
