function Invoke-EngineCmdlet {
    # Runs one cmdlet in the engine for one pipeline record. Each generated stub calls only this function. All output goes
    # through the stub's $PSCmdlet, so that streams, preferences and positions are the user's. The stub passes the name of
    # the cmdlet, because $PSCmdlet has the name that the user typed, which may have a prefix or be that of a copy.
    # Functions that write through $PSCmdlet are called with .Invoke(), which starts no pipeline. When something ends the
    # command (an error, -WarningAction Stop, Select-Object -First), PowerShell writes a line into the transcript for each
    # pipeline in between. For the same reason our functions return a failure as an ErrorRecord instead of throwing.
    # A first command waits for PowerShell, which compiles each function, and each kind of call for each type of its
    # arguments, at their first use. So this function and those that it always calls have few of them: -is, -as, -f and
    # -match need none, while each new method, property, comparison and conversion takes half a millisecond or more.
    # Later, calling one of our functions takes 20 us, and most else less than 1 us, so a warm command calls few of them.
    param($Cmdlet, $Caller, $Bound, $Paths)
    if ($Bound.Count -and $Bound['AsJob']) {
        ${function:Start-EngineJob}.Invoke($Cmdlet, $Caller, $Bound, $Paths)
        return
    }
    $mailbox = $null
    $answered = $false
    try {
        $mailbox = Open-EngineMailbox $Cmdlet
        $failure = $mailbox
        if ($mailbox -is [hashtable]) { $failure = Send-EngineCall $mailbox $Cmdlet $Caller $Bound $Paths }
        if ($failure -is [System.Management.Automation.ErrorRecord]) {
            $answered = $true
            $Caller.ThrowTerminatingError($failure)
        }
        $message = Receive-EngineMessage $mailbox['Connection'] $mailbox
        if ($message['Kind'] -cnotlike 'result') {
            # Handles questions, lines for the streams and errors. Returns the result if there is one.
            $rest = ${function:Resolve-EngineMessage}.Invoke($Caller, $Bound, $mailbox, $message)
            $message = $null
            foreach ($last in $rest) { $message = $last }
        }
        if ($message -is [hashtable]) {
            $answered = $true
            $shared = $script:EngineShared
            if ($shared['NewContext'] -is [string] -and ($script:HasAzAccountsAssembly -is [bool] -or ('{0}' -f [System.AppDomain]::CurrentDomain.GetAssemblies().Length) -notlike $script:SearchedAssemblies) -and (Test-AzAccountsLoaded)) { ${function:Sync-AzAccountsContext}.Invoke($Caller) }
            if ($shared['HasLostEndpoint']) { ${function:Write-EngineLostEndpoint}.Invoke($Caller, $shared) }
            foreach ($output in ConvertFrom-EngineOutput $message['Outputs'] $mailbox) { $Caller.WriteObject($output, $false) }
        }
    } finally {
        if ($mailbox -is [hashtable]) {
            $mailbox['Connection']['Mailboxes'].Remove($mailbox['Id'])
            if (-not $answered -and -not $mailbox['IsAnswered']) { Stop-EngineCall $mailbox['Connection'] $mailbox }
        }
    }
}
