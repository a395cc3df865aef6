# Assertions, with Pester's names and meaning. A failed one throws an error with the id PesterAssertionFailed.

function Should {
    [CmdletBinding()]
    param(
        [Parameter(ValueFromPipeline)] [AllowNull()] $ActualValue,
        [Parameter(Position = 0)] [AllowNull()] $ExpectedValue,
        [switch] $Not,
        [switch] $Be, [switch] $BeExactly, [switch] $BeNullOrEmpty, [switch] $BeTrue, [switch] $BeFalse,
        [switch] $Match, [switch] $MatchExactly, [switch] $BeLike, [switch] $BeLikeExactly,
        [switch] $Throw, [switch] $Contain, [switch] $HaveCount, [switch] $BeIn,
        [switch] $BeGreaterThan, [switch] $BeLessThan, [switch] $BeGreaterOrEqual, [switch] $BeLessOrEqual,
        [Alias('HaveType')] [switch] $BeOfType, [switch] $Exist,
        [string] $ExpectedMessage, [string] $ErrorId, [type] $ExceptionType, [switch] $PassThru,
        [string] $Because
    )
    begin {
        $actual = [System.Collections.Generic.List[object]]::new()
    }
    process {
        if ($PSBoundParameters.ContainsKey('ActualValue')) { $actual.Add($ActualValue) }
    }
    end {
        $value = if ($actual.Count -eq 1) { , $actual[0] } elseif ($actual.Count -eq 0) { $null } else { , $actual.ToArray() }
        if ($Throw) {
            if ($PSBoundParameters.ContainsKey('ExpectedValue')) { $ExpectedMessage = $ExpectedValue }
            $outcome = Test-Throw $value $ExpectedMessage $ErrorId $ExceptionType
            if ($PassThru -and $outcome.Holds) { $outcome.Thrown }
        }
        else {
            $operator = $AssertionNames | Where-Object { $PSBoundParameters[$_] }
            if (@($operator).Count -ne 1) {
                throw [System.ArgumentException]::new('Should needs exactly one operator, such as -Be.')
            }
            $outcome = & "Test-Should$operator" $value $ExpectedValue
        }
        if ($outcome.Holds -eq [bool] $Not) {
            $word = if ($Not) { 'not ' } else { '' }
            $reason = if ($Because) { ", because $($Because -replace '^because\s+', '')," } else { '' }
            $text = "Expected ${word}$($outcome.Expectation)$reason but got $(Format-TestValue $outcome.Got)."
            $exception = [System.Exception]::new($text)
            $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new($exception, 'PesterAssertionFailed', 'InvalidResult', $null))
        }
    }
}

$AssertionNames = 'Be', 'BeExactly', 'BeNullOrEmpty', 'BeTrue', 'BeFalse', 'Match', 'MatchExactly', 'BeLike', 'BeLikeExactly',
    'Contain', 'HaveCount', 'BeIn', 'BeGreaterThan', 'BeLessThan', 'BeGreaterOrEqual', 'BeLessOrEqual', 'BeOfType', 'Exist'

function New-Outcome([bool] $Holds, [string] $Expectation, $Got) {
    [pscustomobject] @{ Holds = $Holds; Expectation = $Expectation; Got = $Got; Thrown = $null }
}

# Collections are equal element by element and in order.
function Test-Equal($Left, $Right, [bool] $CaseSensitive) {
    $leftIsList = $Left -is [System.Collections.IList]
    $rightIsList = $Right -is [System.Collections.IList]
    if ($leftIsList -or $rightIsList) {
        $a = @($Left); $b = @($Right)
        if ($a.Count -ne $b.Count) { return $false }
        for ($i = 0; $i -lt $a.Count; $i++) {
            if (-not (Test-Equal $a[$i] $b[$i] $CaseSensitive)) { return $false }
        }
        return $true
    }
    if ($CaseSensitive) { $Left -ceq $Right } else { $Left -eq $Right }
}

function Test-ShouldBe($Actual, $Expected) { New-Outcome (Test-Equal $Actual $Expected $false) (Format-TestValue $Expected) $Actual }
function Test-ShouldBeExactly($Actual, $Expected) { New-Outcome (Test-Equal $Actual $Expected $true) "exactly $(Format-TestValue $Expected)" $Actual }
function Test-ShouldBeNullOrEmpty($Actual) {
    $isEmpty = $null -eq $Actual -or ($Actual -is [string] -and $Actual -eq '') -or
        ($Actual -is [System.Collections.ICollection] -and $Actual.Count -eq 0)
    New-Outcome $isEmpty '$null or empty' $Actual
}
function Test-ShouldBeTrue($Actual) { New-Outcome ([bool] $Actual) '$true' $Actual }
function Test-ShouldBeFalse($Actual) { New-Outcome (-not $Actual) '$false' $Actual }
function Test-ShouldMatch($Actual, $Expected) { New-Outcome ([string] $Actual -match $Expected) "a match of the expression $(Format-TestValue $Expected)" $Actual }
function Test-ShouldMatchExactly($Actual, $Expected) { New-Outcome ([string] $Actual -cmatch $Expected) "an exact match of the expression $(Format-TestValue $Expected)" $Actual }
function Test-ShouldBeLike($Actual, $Expected) { New-Outcome ([string] $Actual -like $Expected) "text like $(Format-TestValue $Expected)" $Actual }
function Test-ShouldBeLikeExactly($Actual, $Expected) { New-Outcome ([string] $Actual -clike $Expected) "text exactly like $(Format-TestValue $Expected)" $Actual }
function Test-ShouldContain($Actual, $Expected) { New-Outcome (@($Actual) -contains $Expected) "$(Format-TestValue $Expected) to be among the values" $Actual }
function Test-ShouldHaveCount($Actual, $Expected) {
    $count = if ($null -eq $Actual) { 0 } else { @($Actual).Count }
    New-Outcome ($count -eq $Expected) "a collection of $Expected" $Actual
}
function Test-ShouldBeIn($Actual, $Expected) { New-Outcome ($Expected -contains $Actual) "one of $(Format-TestValue $Expected)" $Actual }
function Test-ShouldBeGreaterThan($Actual, $Expected) { New-Outcome ($Actual -gt $Expected) "more than $(Format-TestValue $Expected)" $Actual }
function Test-ShouldBeLessThan($Actual, $Expected) { New-Outcome ($Actual -lt $Expected) "less than $(Format-TestValue $Expected)" $Actual }
function Test-ShouldBeGreaterOrEqual($Actual, $Expected) { New-Outcome ($Actual -ge $Expected) "at least $(Format-TestValue $Expected)" $Actual }
function Test-ShouldBeLessOrEqual($Actual, $Expected) { New-Outcome ($Actual -le $Expected) "at most $(Format-TestValue $Expected)" $Actual }
function Test-ShouldBeOfType($Actual, $Expected) {
    # In argument position `[string]` is text, brackets and all.
    $type = if ($Expected -is [type]) { $Expected } else { [type] ([string] $Expected).Trim('[', ']') }
    New-Outcome ($Actual -is $type) "a value of type [$type]" $Actual
}
function Test-ShouldExist($Actual) { New-Outcome (Test-Path $Actual) 'a path that exists' $Actual }

# Runs the block. The message may hold wildcards; so may the id.
function Test-Throw($Block, [string] $Message, [string] $Id, [type] $Type) {
    if ($Block -isnot [scriptblock]) {
        throw [System.ArgumentException]::new('Should -Throw takes a script block from the pipeline.')
    }
    $thrown = $null
    try {
        # A call, not dot-sourcing: the block's variables stay its own, as in Pester.
        & $Block | Out-Null
    }
    catch {
        $thrown = $_
    }
    $wanted = @(
        if ($Message) { "message like $(Format-TestValue $Message)" }
        if ($Id) { "id $(Format-TestValue $Id)" }
        if ($Type) { "type [$Type]" }
    ) -join ' and '
    $holds = $null -ne $thrown -and
        (-not $Message -or $thrown.Exception.Message -like $Message) -and
        (-not $Id -or $thrown.FullyQualifiedErrorId -like $Id) -and
        (-not $Type -or $thrown.Exception -is $Type)
    $got = if ($thrown) { "$($thrown.Exception.Message) (id $($thrown.FullyQualifiedErrorId), type [$($thrown.Exception.GetType())])" } else { 'no exception' }
    $outcome = New-Outcome $holds "an exception$(if ($wanted) { " with $wanted" })" $got
    $outcome.Thrown = $thrown
    $outcome
}

function Format-TestValue($Value, [switch] $Bare) {
    if ($null -eq $Value) { return '$null' }
    if ($Value -is [string]) { return $(if ($Bare) { $Value } else { "'$Value'" }) }
    if ($Value -is [bool]) { return "`$$($Value.ToString().ToLowerInvariant())" }
    if ($Value -is [System.Collections.IDictionary]) {
        return '@{' + (@($Value.GetEnumerator() | ForEach-Object { "$($_.Key)=$(Format-TestValue $_.Value)" }) -join '; ') + '}'
    }
    if ($Value -is [System.Collections.IList]) {
        return '@(' + (@($Value | ForEach-Object { Format-TestValue $_ }) -join ', ') + ')'
    }
    [string] $Value
}
