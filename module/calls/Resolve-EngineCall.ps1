function Resolve-EngineCall {
    # Handles what the engine writes or asks during a call.
    param($Caller, $Connection, $Message, $Mailbox, $Bound)
    $params = $Message.params
    switch ($Message.method) {
        $script:WireMethods['HostWrite'] { ${function:Write-EngineStream}.Invoke($Caller, $params, $Bound) }
        $script:WireMethods['HostProgress'] {
            $record = [System.Management.Automation.ProgressRecord]::new(1, $params.activity, $params.status)
            $record.PercentComplete = $params.percent
            $record.SecondsRemaining = $params.secondsRemaining
            if ($params.done -like 'true') { $record.RecordType = [System.Management.Automation.ProgressRecordType]::Completed }
            $Caller.WriteProgress($record)
        }
        $script:WireMethods['HostVariables'] {
            foreach ($variable in $params.variables) {
                $value = $variable.value
                if ($null -ne $variable.secret) { $value = ConvertFrom-EngineStep $script:WireSteps['plainSecret'] ([int]$variable.secret) $Mailbox }
                Set-EngineVariable $variable.name $value
            }
        }
        $script:WireMethods['HostCertificate'] {
            Send-EngineMessage $Connection ('{"jsonrpc":"2.0","id":' + $Message.id + ',"result":' + (ConvertTo-WireJson (Get-EngineCertificate $params.thumbprint) $null) + '}')
        }
        $script:WireMethods['HostSign'] {
            Send-EngineMessage $Connection ('{"jsonrpc":"2.0","id":' + $Message.id + ',"result":' + (ConvertTo-WireJson (New-EngineSignature $params.thumbprint $params.data) $null) + '}')
        }
        $script:WireMethods['HostErrors'] {
            $errors = @(Get-EngineSessionError $params.last)
            Send-EngineMessage $Connection ('{"jsonrpc":"2.0","id":' + $Message.id + ',"result":' + (ConvertTo-WireJson @{ errors = $errors } $null) + '}')
        }
        $script:WireMethods['HostConfirm'] {
            if ($null -ne $params.query) {
                $confirmed = $Caller.ShouldContinue($params.query, $params.action)
            } else {
                $confirmed = $Caller.ShouldProcess($params.target, $params.action)
            }
            Send-EngineMessage $Connection ('{"jsonrpc":"2.0","id":' + $Message.id + ',"result":{"confirmed":' + (ConvertTo-WireJson $confirmed $null) + '}}')
        }
    }
}
