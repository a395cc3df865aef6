<#
.SYNOPSIS
    Runs *.Tests.ps1 files written in a subset of Pester's syntax.
.DESCRIPTION
    Used where Pester is not installed; the same files run under Pester elsewhere.
    The subset: Describe, Context (-ForEach, -Skip), It (-TestCases, -ForEach, -Skip), BeforeAll, AfterAll, BeforeEach,
    AfterEach, Should (see Should.ps1) and Set-ItResult. There is no way to run only some of a file's tests.
    As in Pester 5, a file is first discovered (its blocks run, its tests do not) and then run.
    The last line is `N passed, N failed, N skipped`. The exit code is 1 after a failure, and when there was no test.
.PARAMETER Path
    Test files, or folders that are searched for *.Tests.ps1.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory, Position = 0, ValueFromRemainingArguments)]
    [string[]] $Path
)

. (Join-Path $PSScriptRoot 'Report.ps1')

$files = foreach ($item in $Path) {
    if (Test-Path -LiteralPath $item -PathType Container) {
        Get-ChildItem -LiteralPath $item -Recurse -File |
            Where-Object Name -Like '*.Tests.ps1' |
            Sort-Object FullName |
            ForEach-Object FullName
    }
    else {
        (Resolve-Path -LiteralPath $item -ErrorAction Stop).ProviderPath
    }
}

$totals = @{ Passed = 0; Failed = 0; Skipped = 0 }
foreach ($file in $files) {
    Write-TestLine "Running $file" Cyan
    # A script of its own for each file, so that `$script:` variables of one do not reach the next.
    & (Join-Path $PSScriptRoot 'Invoke-TestFile.ps1') -File $file -Totals $totals
}

Write-TestLine ('{0} passed, {1} failed, {2} skipped' -f $totals.Passed, $totals.Failed, $totals.Skipped) White
$ranNothing = ($totals.Passed + $totals.Failed + $totals.Skipped) -eq 0
exit ([int] ($totals.Failed -gt 0 -or $ranNothing))
