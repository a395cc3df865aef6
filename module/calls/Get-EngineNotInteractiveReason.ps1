function Get-EngineNotInteractiveReason {
    # Returns why nobody can be asked here, as a clause, or an empty string if somebody can.
    if (-not [System.Environment]::UserInteractive) { return 'this is a service without a desktop' }
    foreach ($argument in [System.Environment]::GetCommandLineArgs()) {
        # PowerShell accepts any unambiguous abbreviation of the switch.
        if ($argument -match '^[-/]noni(n(t(e(r(a(c(t(i(v(e)?)?)?)?)?)?)?)?)?)?$') { return 'PowerShell was started with -NonInteractive' }
    }
    if ($null -eq $Host.UI -or $null -eq $Host.UI.RawUI -or $Host.Name -in 'ServerRemoteHost', 'Default Host') { return 'this is a background job or a host without a console' }
    if ([System.Console]::IsInputRedirected -and $Host.Name -eq 'ConsoleHost') { return 'the input is redirected' }
    foreach ($name in 'CI', 'TF_BUILD', 'GITHUB_ACTIONS') {
        $value = [System.Environment]::GetEnvironmentVariable($name)
        if ($value -and $value -ne 'false' -and $value -ne '0') { return 'this is a CI job ($env:' + $name + ' is set)' }
    }
    return ''
}
