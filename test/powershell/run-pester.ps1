# Runs test files under Pester in this PowerShell, and prints `N passed, N failed, N skipped` at the end. The exit
# code is 1 if a test, a file or a block around tests failed, and if there was no test.
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Mandatory)] [string] $Pester,
    # The file for the ids of Az.LoginTs errors that were raised, one per line.
    [string] $RaisedErrors,
    # Excludes what wine cannot do (tag NotInWine), as well as what Windows cannot (NotOnWindows).
    [switch] $Wine,
    [Parameter(Mandatory, ValueFromRemainingArguments)] [string[]] $Path
)
foreach ($item in $Path) {
    if (-not (Test-Path -LiteralPath $item)) { throw "There is no file or folder '$item'." }
}
# PowerShell keeps 256 errors by default, and the tests raise more.
$global:MaximumErrorCount = 32768
Import-Module $Pester

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$excluded = @(if ([System.IO.Path]::DirectorySeparatorChar -eq '\') { 'NotOnWindows' }; if ($Wine) { 'NotInWine' })
if ($excluded) { $configuration.Filter.ExcludeTag = $excluded }
$run = Invoke-Pester -Configuration $configuration
if ($null -eq $run) { throw 'Pester ran nothing.' }

if ($RaisedErrors) {
    $ids = @(foreach ($data in $global:Error.Exception.Data) { $data['AzLoginTs.Id'] })
    [System.IO.File]::WriteAllLines($RaisedErrors, [string[]] $ids)
}
# A block fails if its BeforeAll or AfterAll fails; a container fails if a file fails before its tests are discovered.
$failed = $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount
Write-Host ('{0} passed, {1} failed, {2} skipped' -f $run.PassedCount, $failed, ($run.SkippedCount + $run.InconclusiveCount + $run.NotRunCount))
exit [int] ($failed -gt 0 -or $run.TotalCount -eq 0)
