function Write-EngineOutput {
    param($Caller, $Outputs, $Mailbox)
    foreach ($output in ConvertFrom-EngineOutput $Outputs $Mailbox) { $Caller.WriteObject($output, $false) }
}
