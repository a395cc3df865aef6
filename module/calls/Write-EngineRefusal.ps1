function Write-EngineRefusal {
    # Writes the error that the engine returned, after the outputs that came before it.
    param($Caller, $Message, $Mailbox, $Bound)
    if ((Get-EngineShared)['NewContext'] -is [string] -and (Test-AzAccountsLoaded)) { ${function:Sync-AzAccountsContext}.Invoke($Caller) }
    $data = $Message.error.data
    if ($null -eq $data) {
        $data = Get-EngineFailure 'Engine.Unexpected' @{ reason = $Message.error.message }
        # The recommended action points to a stack. A JSON-RPC error without data has none, so its code is used.
        $data.PSObject.Properties.Add([System.Management.Automation.PSNoteProperty]::new('stack', 'JSON-RPC error ' + $Message.error.code))
    }
    if ($null -ne $data.outputs) { ${function:Write-EngineOutput}.Invoke($Caller, $data.outputs, $Mailbox) }
    $record = New-EngineErrorRecord -Data $data
    $silenced = $data.mayBeSilenced -and "$($Bound['ErrorAction'])" -match '^(SilentlyContinue|Ignore)$'
    if (($data.terminating -and -not $silenced) -or (Test-EngineCannotPrompt $Bound 'ErrorAction')) { $Caller.ThrowTerminatingError($record) }
    ${function:Write-EngineFailure}.Invoke($Caller, $record)
}
