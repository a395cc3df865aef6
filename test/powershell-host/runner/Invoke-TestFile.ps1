# Discovers and runs one test file. Variables of the runner start with "runner", because test code shares its scopes:
# that is what lets a variable set in BeforeAll be seen in the tests, as in Pester.
param([string] $File, [hashtable] $Totals)

. (Join-Path $PSScriptRoot 'Report.ps1')
. (Join-Path $PSScriptRoot 'Discovery.ps1')
. (Join-Path $PSScriptRoot 'Execution.ps1')
. (Join-Path $PSScriptRoot 'Should.ps1')

$runnerRoot = New-TestBlock -Name $File
$runnerState = @{ Current = $runnerRoot }
try {
    & $File
}
catch {
    $Totals.Failed++
    Write-TestFailure "Discovery of $File" $_ 0
    return
}
Invoke-TestBlock $runnerRoot $Totals
