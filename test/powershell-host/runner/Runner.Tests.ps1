# The runner's own tests. Each writes a test file, runs it in a process of its own and reads what came out.

BeforeAll {
    function Invoke-RunnerOn([string] $Text) {
        $folder = Join-Path ([System.IO.Path]::GetTempPath()) "runner-$([guid]::NewGuid())"
        $null = New-Item -ItemType Directory -Path $folder
        try {
            Set-Content -LiteralPath (Join-Path $folder 'Sample.Tests.ps1') -Value $Text
            $shell = (Get-Process -Id $PID).Path
            $output = & $shell -NoProfile -NonInteractive -File (Join-Path $runnerFolder 'Invoke-Tests.ps1') $folder 2>&1
            [pscustomobject] @{ Text = $output -join "`n"; Last = [string] @($output)[-1]; ExitCode = $LASTEXITCODE }
        }
        finally {
            Remove-Item -LiteralPath $folder -Recurse -Force
        }
    }
    $runnerFolder = $PSScriptRoot
}

Describe 'the test runner' {
    It 'counts passing tests and exits with 0' {
        $run = Invoke-RunnerOn 'Describe d { It one { 1 | Should -Be 1 }; It two { } }'
        $run.Last | Should -Be '2 passed, 0 failed, 0 skipped'
        $run.ExitCode | Should -Be 0
    }

    It 'shows a failure in full and exits with 1' {
        $run = Invoke-RunnerOn 'Describe d { It "adds up" { 1 + 1 | Should -Be 3 -Because "of tests" } }'
        $run.Last | Should -Be '0 passed, 1 failed, 0 skipped'
        $run.Text | Should -Match '\[-\] adds up'
        $run.Text | Should -Match 'Expected 3, because of tests, but got 2'
        $run.Text | Should -Match 'Sample\.Tests\.ps1: line 1'
        $run.ExitCode | Should -Be 1
    }

    It 'fails a test that throws' {
        (Invoke-RunnerOn 'Describe d { It t { throw "broken" } }').Last | Should -Be '0 passed, 1 failed, 0 skipped'
    }

    It 'exits with 1 when there was no test' {
        $run = Invoke-RunnerOn 'Describe d { }'
        $run.Last | Should -Be '0 passed, 0 failed, 0 skipped'
        $run.ExitCode | Should -Be 1
    }

    It 'fails every test of a block whose BeforeAll failed, and no other' {
        $run = Invoke-RunnerOn 'Describe a { BeforeAll { throw "no" }; It x { }; Context c { It y { } } }; Describe b { It z { } }'
        $run.Last | Should -Be '1 passed, 2 failed, 0 skipped'
    }

    It 'fails for an AfterAll that fails' {
        (Invoke-RunnerOn 'Describe a { AfterAll { throw "no" }; It x { } }').Last | Should -Be '1 passed, 1 failed, 0 skipped'
    }

    It 'fails a test whose BeforeEach or AfterEach failed' {
        (Invoke-RunnerOn 'Describe a { BeforeEach { throw "no" }; It x { } }').Last | Should -Be '0 passed, 1 failed, 0 skipped'
        (Invoke-RunnerOn 'Describe a { AfterEach { throw "no" }; It x { } }').Last | Should -Be '0 passed, 1 failed, 0 skipped'
    }

    It 'fails for a file that cannot be read' {
        (Invoke-RunnerOn 'Describe d { It x {').Last | Should -Be '0 passed, 1 failed, 0 skipped'
    }

    It 'counts skipped tests, and says why' {
        $run = Invoke-RunnerOn 'Describe d { It a { Set-ItResult -Skipped -Because "no keyring" ; throw "not reached" }; It b -Skip { throw "no" } }'
        $run.Last | Should -Be '0 passed, 0 failed, 2 skipped'
        $run.Text | Should -Match 'no keyring'
    }

    It 'keeps variables of one file from the next' {
        $script:leftOver | Should -BeNullOrEmpty
    }
}

Describe 'scopes' {
    BeforeAll { $log = [System.Collections.Generic.List[string]]::new() }
    BeforeEach { $fresh = 0; $log.Add('outer') }
    AfterEach { $log.Add("after $fresh") }

    It 'gives a test what BeforeAll and BeforeEach set' {
        $fresh += 1
        $log | Should -Be @('outer')
    }

    It 'runs AfterEach after the test, and BeforeEach anew' {
        $log | Should -Be @('outer', 'after 1', 'outer')
        $fresh | Should -Be 0
    }

    Context 'inside a context' {
        BeforeEach { $log.Add('inner') }

        It 'runs the outer BeforeEach before the inner' {
            $log[-2, -1] | Should -Be @('outer', 'inner')
        }
    }
}

Describe 'cases of <kind>' -ForEach @(@{ kind = 'tables'; size = 2 }) {
    BeforeAll { $doubled = $size * 2 }

    It 'gives <kind> to the test' { $doubled | Should -Be 4; $_.kind | Should -Be 'tables' }
    It '<a> and <b> are variables' -TestCases @(@{ a = 1; b = 2 }, @{ a = 3; b = 4 }) { $a + 1 | Should -Be $b }
    It '<a> and <b> are parameters' -TestCases @(@{ a = 1; b = 2 }) { param($b, $a) $a + 1 | Should -Be $b }
    It '<_> is the case itself' -ForEach 1, 2 { $_ | Should -BeIn 1, 2 }
}

Describe 'Should' {
    It 'holds: <text>' -TestCases @(
        @{ text = "'A' | Should -Be 'a'" }
        @{ text = "'a' | Should -Not -BeExactly 'A'" }
        @{ text = '1, 2 | Should -Be 1, 2' }
        @{ text = '1, 2 | Should -Not -Be 2, 1' }
        @{ text = '$null | Should -Be $null' }
        @{ text = '$null | Should -BeNullOrEmpty' }
        @{ text = '@() | Should -BeNullOrEmpty' }
        @{ text = "'' | Should -BeNullOrEmpty" }
        @{ text = '0 | Should -Not -BeNullOrEmpty' }
        @{ text = '$true | Should -BeTrue' }
        @{ text = '$false | Should -BeFalse' }
        @{ text = "'abc' | Should -Match '^AB'" }
        @{ text = "'abc' | Should -BeLike 'a*'" }
        @{ text = '1, 2 | Should -Contain 2' }
        @{ text = '1, 2 | Should -Not -Contain 3' }
        @{ text = '1, 2 | Should -HaveCount 2' }
        @{ text = '@() | Should -HaveCount 0' }
        @{ text = '3 | Should -BeGreaterThan 2' }
        @{ text = '3 | Should -BeLessThan 4' }
        @{ text = "'a' | Should -BeOfType [string]" }
        @{ text = "'a' | Should -BeOfType ([string])" }
        @{ text = '2 | Should -BeIn 1, 2' }
        @{ text = '[System.IO.Path]::GetTempPath() | Should -Exist' }
        @{ text = '{ throw "one two" } | Should -Throw' }
        @{ text = '{ throw "one two" } | Should -Throw "one*"' }
        @{ text = '{ throw "one two" } | Should -Throw -ExpectedMessage "*two"' }
        @{ text = '{ Write-Error x -ErrorId Some.Id -ErrorAction Stop } | Should -Throw -ErrorId "Some.Id*"' }
        @{ text = '{ 1 } | Should -Not -Throw' }
    ) {
        & ([scriptblock]::Create($text))
    }

    It 'fails: <text>' -TestCases @(
        @{ text = '1 | Should -Be 2' }
        @{ text = '1 | Should -Not -Be 1' }
        @{ text = '1, 2 | Should -Be 1' }
        @{ text = "'a' | Should -BeExactly 'A'" }
        @{ text = '1 | Should -BeNullOrEmpty' }
        @{ text = '$null | Should -BeTrue' }
        @{ text = '1 | Should -BeFalse' }
        @{ text = '1, 2 | Should -HaveCount 1' }
        @{ text = '1 | Should -BeOfType [string]' }
        @{ text = '{ 1 } | Should -Throw' }
        @{ text = '{ throw "one" } | Should -Throw "two"' }
        @{ text = '{ throw "one" } | Should -Throw -ErrorId other' }
        @{ text = '{ throw "one" } | Should -Not -Throw' }
        @{ text = '"/does/not/exist" | Should -Exist' }
    ) {
        $caught = $null
        try { & ([scriptblock]::Create($text)) } catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'PesterAssertionFailed*'
    }
}
