# The words of a test file. During discovery they build a tree of blocks; $runnerState.Current is the block being read.

function New-TestBlock([string] $Name, $Data, [bool] $Skip, [int] $Depth, [object[]] $OuterCases = @()) {
    [pscustomobject] @{
        Kind       = 'Block'
        Name       = $Name
        Data       = $Data
        Cases      = @(if ($null -ne $Data) { , $Data }) + $OuterCases
        Skip       = $Skip
        Depth      = $Depth
        Children   = [System.Collections.Generic.List[object]]::new()
        BeforeAll  = [System.Collections.Generic.List[scriptblock]]::new()
        AfterAll   = [System.Collections.Generic.List[scriptblock]]::new()
        BeforeEach = [System.Collections.Generic.List[scriptblock]]::new()
        AfterEach  = [System.Collections.Generic.List[scriptblock]]::new()
    }
}

function Describe {
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Mandatory, Position = 1)] [scriptblock] $Fixture,
        [object[]] $ForEach,
        [switch] $Skip
    )
    $runnerCases = @(if ($PSBoundParameters.ContainsKey('ForEach')) { $ForEach } else { , $null })
    foreach ($runnerCase in $runnerCases) {
        $runnerParent = Get-CurrentTestBlock
        $runnerBlock = New-TestBlock $Name $runnerCase ($Skip -or $runnerParent.Skip) ($runnerParent.Depth + 1) $runnerParent.Cases
        $runnerBlock.Name = Expand-TestName $Name $runnerBlock.Cases
        $runnerParent.Children.Add($runnerBlock)
        Set-CurrentTestBlock $runnerBlock
        try {
            . Set-TestCaseVariable $runnerCase
            & $Fixture
        }
        finally {
            Set-CurrentTestBlock $runnerParent
        }
    }
}

Set-Alias -Name Context -Value Describe

function It {
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Mandatory, Position = 1)] [scriptblock] $Test,
        [Alias('ForEach')] [object[]] $TestCases,
        [switch] $Skip
    )
    $parent = Get-CurrentTestBlock
    $cases = @(if ($PSBoundParameters.ContainsKey('TestCases')) { $TestCases } else { , $null })
    foreach ($case in $cases) {
        $known = @(if ($null -ne $case) { , $case }) + $parent.Cases
        $parent.Children.Add([pscustomobject] @{
                Kind = 'Test'
                Name = Expand-TestName $Name $known
                This = if ($known.Count -gt 0) { $known[0] }
                Body = $Test
                Data = $case
                Skip = [bool] ($Skip -or $parent.Skip)
            })
    }
}

function BeforeAll([Parameter(Mandatory)] [scriptblock] $Scriptblock) { (Get-CurrentTestBlock).BeforeAll.Add($Scriptblock) }
function AfterAll([Parameter(Mandatory)] [scriptblock] $Scriptblock) { (Get-CurrentTestBlock).AfterAll.Add($Scriptblock) }
function BeforeEach([Parameter(Mandatory)] [scriptblock] $Scriptblock) { (Get-CurrentTestBlock).BeforeEach.Add($Scriptblock) }
function AfterEach([Parameter(Mandatory)] [scriptblock] $Scriptblock) { (Get-CurrentTestBlock).AfterEach.Add($Scriptblock) }

# Code that only discovery needs, as in Pester.
function BeforeDiscovery([Parameter(Mandatory)] [scriptblock] $Scriptblock) { . $Scriptblock }

function Get-CurrentTestBlock { $runnerState.Current }
function Set-CurrentTestBlock($Block) { $runnerState.Current = $Block }

# `<name>`, `<name.property>` and `<_>` in a name stand for the values of its case, or of a case around it.
function Expand-TestName([string] $Name, [object[]] $Cases) {
    [regex]::Replace($Name, '<(?<path>[\w.]+)>', {
            param($match)
            $parts = $match.Groups['path'].Value -split '\.'
            $holder = $Cases | Where-Object { $_ -is [System.Collections.IDictionary] -and $_.Contains($parts[0]) } | Select-Object -First 1
            if ($parts[0] -eq '_' -and $Cases.Count -gt 0) { $value = $Cases[0] }
            elseif ($null -ne $holder) { $value = $holder[$parts[0]] }
            else { return $match.Value }
            foreach ($part in $parts | Select-Object -Skip 1) { $value = $value.$part }
            Format-TestValue $value -Bare
        })
}

# Dot-sourced: puts a case's entries, and `$_`, into the scope of the caller.
function Set-TestCaseVariable($runnerCaseData) {
    if ($null -eq $runnerCaseData) {
        return
    }
    $_ = $runnerCaseData
    if ($runnerCaseData -is [System.Collections.IDictionary]) {
        foreach ($runnerEntry in @($runnerCaseData.GetEnumerator())) {
            Set-Variable -Name $runnerEntry.Key -Value $runnerEntry.Value
        }
    }
}
