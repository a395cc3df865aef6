# Runs the tree that discovery built. Test code is dot-sourced into the scope of the function that runs it:
# a block's BeforeAll sets variables for everything inside the block, a test's BeforeEach for that test.

function Invoke-TestBlock($runnerBlock, [hashtable] $runnerTotals, [object[]] $runnerAncestors = @()) {
    if ($runnerBlock.Depth -gt 0) {
        Write-TestLine $runnerBlock.Name Green ($runnerBlock.Depth - 1)
    }
    $runnerChain = @($runnerAncestors) + $runnerBlock
    if (-not (Test-BlockHasWork $runnerBlock)) {
        Invoke-TestChildren $runnerBlock $runnerTotals $runnerChain
        return
    }
    try {
        . Set-TestCaseVariable $runnerBlock.Data
        $_ = if ($runnerBlock.Cases.Count -gt 0) { $runnerBlock.Cases[0] }
        foreach ($runnerSetup in $runnerBlock.BeforeAll) {
            $null = . $runnerSetup
        }
    }
    catch {
        Write-TestFailure "BeforeAll of $($runnerBlock.Name)" $_ $runnerBlock.Depth
        Add-BlockFailure $runnerBlock $runnerTotals
        . Invoke-BlockTeardown
        return
    }
    Invoke-TestChildren $runnerBlock $runnerTotals $runnerChain
    . Invoke-BlockTeardown
}

# Dot-sourced by Invoke-TestBlock, so that AfterAll sees what BeforeAll set.
function Invoke-BlockTeardown {
    foreach ($runnerTeardown in $runnerBlock.AfterAll) {
        try {
            $null = . $runnerTeardown
        }
        catch {
            $runnerTotals.Failed++
            Write-TestFailure "AfterAll of $($runnerBlock.Name)" $_ $runnerBlock.Depth
        }
    }
}

function Invoke-TestChildren($runnerBlock, [hashtable] $runnerTotals, [object[]] $runnerChain) {
    foreach ($runnerChild in $runnerBlock.Children) {
        if ($runnerChild.Kind -eq 'Block') {
            Invoke-TestBlock $runnerChild $runnerTotals $runnerChain
        }
        else {
            Invoke-Test $runnerChild $runnerTotals $runnerChain
        }
    }
}

function Invoke-Test($runnerTest, [hashtable] $runnerTotals, [object[]] $runnerChain) {
    $runnerDepth = $runnerChain[-1].Depth
    if ($runnerTest.Skip) {
        $runnerTotals.Skipped++
        Write-TestLine "[!] $($runnerTest.Name)" Yellow $runnerDepth
        return
    }
    $runnerWatch = [System.Diagnostics.Stopwatch]::StartNew()
    $runnerError = Invoke-TestBody $runnerTest $runnerChain
    if ($null -eq $runnerError) {
        $runnerTotals.Passed++
        Write-TestLine ('[+] {0} {1}ms' -f $runnerTest.Name, $runnerWatch.ElapsedMilliseconds) DarkGreen $runnerDepth
    }
    elseif ($runnerError.FullyQualifiedErrorId -like 'PesterTestSkipped*') {
        $runnerTotals.Skipped++
        Write-TestLine "[!] $($runnerTest.Name) $runnerError" Yellow $runnerDepth
    }
    else {
        $runnerTotals.Failed++
        Write-TestFailure $runnerTest.Name $runnerError $runnerDepth
    }
}

# Gives the test's first error, or nothing. AfterEach runs whatever happened before it.
function Invoke-TestBody($runnerTest, [object[]] $runnerChain) {
    $runnerFailure = $null
    try {
        . Set-TestCaseVariable $runnerTest.Data
        foreach ($runnerSetup in $runnerChain.BeforeEach) {
            $null = . $runnerSetup
        }
        $_ = $runnerTest.This
        $runnerArguments = if ($runnerTest.Data -is [System.Collections.IDictionary]) { $runnerTest.Data } else { @{} }
        $null = . $runnerTest.Body @runnerArguments
    }
    catch {
        $runnerFailure = $_
    }
    for ($runnerIndex = $runnerChain.Count - 1; $runnerIndex -ge 0; $runnerIndex--) {
        foreach ($runnerTeardown in $runnerChain[$runnerIndex].AfterEach) {
            try {
                $null = . $runnerTeardown
            }
            catch {
                if ($null -eq $runnerFailure) { $runnerFailure = $_ }
            }
        }
    }
    $runnerFailure
}

# A block whose tests are all skipped does not set anything up.
function Test-BlockHasWork($Block) {
    foreach ($child in $Block.Children) {
        if ($child.Kind -eq 'Test') {
            if (-not $child.Skip) { return $true }
        }
        elseif (Test-BlockHasWork $child) {
            return $true
        }
    }
    $false
}

# Counts every test below a block whose BeforeAll failed.
function Add-BlockFailure($Block, [hashtable] $Totals) {
    foreach ($child in $Block.Children) {
        if ($child.Kind -eq 'Block') {
            Add-BlockFailure $child $Totals
        }
        else {
            $Totals.Failed++
            Write-TestLine "[-] $($child.Name) (its block could not be set up)" Red ($Block.Depth + 1)
        }
    }
}

function Set-ItResult {
    [CmdletBinding()]
    param([switch] $Skipped, [switch] $Inconclusive, [string] $Because)
    $word = if ($Inconclusive) { 'inconclusive' } else { 'skipped' }
    $text = if ($Because) { "is $word, because $Because" } else { "is $word" }
    $exception = [System.InvalidOperationException]::new($text)
    $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new($exception, 'PesterTestSkipped', 'OperationStopped', $null))
}
