function Write-EngineRefusal {
    # The error that answers the call, after what was written before it.
    param($Caller, $Message, $Mailbox, $Bound)
    if ((Get-EngineShared)['IsContextNew']) { ${function:Sync-AzAccountsContext}.Invoke($Caller) }
    $data = $Message.error.data
    if ($null -eq $data) {
        $data = Get-EngineFailure 'Engine.Unexpected' @{ reason = $Message.error.message }
        # The engine's action leads to a stack; there is none where it had no words of its own.
        $data.PSObject.Properties.Add([System.Management.Automation.PSNoteProperty]::new('stack', 'JSON-RPC error ' + $Message.error.code))
    }
    if ($null -ne $data.outputs) { ${function:Write-EngineOutput}.Invoke($Caller, $data.outputs, $Mailbox) }
    $record = New-EngineErrorRecord -Data $data
    $silenced = $data.mayBeSilenced -and "$($Bound['ErrorAction'])" -match '^(SilentlyContinue|Ignore)$'
    if (($data.terminating -and -not $silenced) -or (Test-EngineCannotPrompt $Bound 'ErrorAction')) { $Caller.ThrowTerminatingError($record) }
    ${function:Write-EngineFailure}.Invoke($Caller, $record)
}
