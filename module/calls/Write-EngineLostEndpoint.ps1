function Write-EngineLostEndpoint {
    # Warns once that the identity endpoint ended with its engine.
    param($Caller, $Shared)
    $Shared['HasLostEndpoint'] = $false
    . Set-EnginePreference $Caller
    $Caller.WriteWarning("The identity endpoint ended with its engine, and the environment variables have their old values. Run 'Start-AzIdentityEndpoint', and start the programs again that use it.")
}
