function Write-EngineStream {
    param($Caller, $Line, $Bound)
    switch ($Line.stream) {
        'verbose' { $Caller.WriteVerbose($Line.message) }
        'debug' { $Caller.WriteDebug($Line.message) }
        'warning' {
            if (Test-EngineCannotPrompt $Bound 'WarningAction') { Write-Warning $Line.message -WarningAction Continue } else { $Caller.WriteWarning($Line.message) }
        }
        'information' { $Caller.WriteInformation($Line.message, [string[]]@('Az.LoginTs')) }
        'console' { $Host.UI.WriteLine($Line.message) }
        'host' {
            # Like Write-Host, this is shown whatever $InformationPreference is. With -InformationAction Ignore it becomes
            # a warning, because a person must see it: it is a code or an address.
            $action = $Bound['InformationAction']
            if ($null -eq $action) { $action = $InformationPreference }
            if ("$action" -eq 'Ignore') { $Caller.WriteWarning($Line.message); return }
            $message = [System.Management.Automation.HostInformationMessage]::new()
            $message.Message = $Line.message
            $Caller.WriteInformation($message, [string[]]@('PSHOST'))
        }
    }
}
