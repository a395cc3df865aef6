# The cmdlets that the embedded host supplies, by their documented behaviour: the tests hold for PowerShell 7's own too.

Describe 'ConvertFrom-Json' {
    It 'gives objects, lists, numbers and null' {
        $value = '{"a":[1,2.5,"x"],"b":null,"c":{"d":true}}' | ConvertFrom-Json
        $value.a | Should -Be @(1, 2.5, 'x')
        $value.a[0] | Should -BeOfType [long]
        $value.b | Should -BeNullOrEmpty
        $value.c.d | Should -BeTrue
    }

    It 'joins the lines of one text' { ('{', '"a": 1', '}' | ConvertFrom-Json).a | Should -Be 1 }
    It 'takes each line for itself when the first is complete' { ('{"a":1}', '{"a":2}' | ConvertFrom-Json).a | Should -Be @(1, 2) }

    It 'reads an ISO date as a DateTime of its kind' {
        $date = ('{"d":"2024-01-02T03:04:05Z"}' | ConvertFrom-Json).d
        $date | Should -BeOfType [datetime]
        $date.Kind | Should -Be 'Utc'
    }

    It 'keeps order and case of keys with -AsHashtable' {
        $table = '{"b":1,"a":2,"A":3}' | ConvertFrom-Json -AsHashtable
        @($table.Keys) | Should -Be @('b', 'a', 'A')
        $table['A'] | Should -Be 3
    }

    It 'takes a list apart unless told not to' {
        @('[1,2]' | ConvertFrom-Json).Count | Should -Be 2
        @('[1,2]' | ConvertFrom-Json -NoEnumerate).Count | Should -Be 1
    }

    It 'refuses <text>' -TestCases @(@{ text = '{"a":' }, @{ text = '{"a":1,"A":2}' }, @{ text = 'nonsense' }) {
        { $text | ConvertFrom-Json -ErrorAction Stop } | Should -Throw
    }

    It 'refuses text deeper than -Depth' { { '[[[1]]]' | ConvertFrom-Json -Depth 2 -ErrorAction Stop } | Should -Throw }
    It 'is found by its qualified name' { Microsoft.PowerShell.Utility\ConvertFrom-Json '7' | Should -Be 7 }
}

Describe 'ConvertTo-Json' {
    It 'writes <expected>' -TestCases @(
        @{ value = [ordered] @{ a = 1; b = 'x' }; expected = '{"a":1,"b":"x"}' }
        @{ value = [pscustomobject] @{ a = $null; b = $true }; expected = '{"a":null,"b":true}' }
        @{ value = 'quote " and line'; expected = '"quote \" and line"' }
        @{ value = [datetime]::new(2024, 1, 2, 3, 4, 5, [System.DateTimeKind]::Utc); expected = '"2024-01-02T03:04:05Z"' }
        @{ value = [System.DayOfWeek]::Monday; expected = '1' }
    ) {
        ConvertTo-Json $value -Compress | Should -BeExactly $expected
    }

    It 'keeps a list of one with -InputObject' { ConvertTo-Json -InputObject @(1) -Compress | Should -Be '[1]' }
    It 'collects the pipeline' { 1, 2 | ConvertTo-Json -Compress | Should -Be '[1,2]' }

    It 'cuts at -Depth with a warning' {
        $json = @{ a = @{ b = @{ c = 1 } } } | ConvertTo-Json -Depth 1 -Compress -WarningVariable warned -WarningAction SilentlyContinue
        $json | Should -Be '{"a":{"b":"System.Collections.Hashtable"}}'
        $warned | Should -HaveCount 1
    }

    It 'comes back as it was' {
        $back = [ordered] @{ a = @(1, @{ b = 'c' }); d = 'e' } | ConvertTo-Json -Depth 5 | ConvertFrom-Json
        $back.a[1].b | Should -Be 'c'
    }
}

Describe 'object cmdlets' {
    BeforeAll {
        $people = @([pscustomobject] @{ Name = 'Bo'; Age = 3 }, [pscustomobject] @{ Name = 'Al'; Age = 5 }, [pscustomobject] @{ Name = 'Cy'; Age = 3 })
    }

    It 'sort, stably and by several keys' {
        ($people | Sort-Object Age | ForEach-Object Name) | Should -Be @('Bo', 'Cy', 'Al')
        ($people | Sort-Object @{ Expression = 'Age'; Descending = $true }, Name | ForEach-Object Name) | Should -Be @('Al', 'Bo', 'Cy')
        3, 1, 3, 2 | Sort-Object -Unique | Should -Be @(1, 2, 3)
    }

    It 'select the first, the last, some in between' {
        1..9 | Select-Object -First 2 | Should -Be @(1, 2)
        1..9 | Select-Object -Last 2 | Should -Be @(8, 9)
        1..9 | Select-Object -Skip 2 -First 1 | Should -Be 3
        1..9 | Select-Object -Index 0, 8 | Should -Be @(1, 9)
    }

    It 'stop the pipeline once the first have come' {
        $script:made = 0
        1..100 | ForEach-Object { $script:made++; $_ } | Select-Object -First 3 | Should -Be @(1, 2, 3)
        $script:made | Should -Be 3
    }

    It 'select, compute and expand properties' {
        $chosen = $people[0] | Select-Object Name, @{ Name = 'Next'; Expression = { $_.Age + 1 } }
        @($chosen.psobject.Properties.Name) | Should -Be @('Name', 'Next')
        $chosen.Next | Should -Be 4
        $people | Select-Object -ExpandProperty Name | Should -Be @('Bo', 'Al', 'Cy')
    }

    It 'group and measure' {
        $groups = $people | Group-Object Age
        $groups.Count | Should -Be 2
        $groups[0].Group.Name | Should -Be @('Bo', 'Cy')
        ($people | Measure-Object Age -Sum -Maximum).Sum | Should -Be 11
        ($people | Measure-Object).Count | Should -Be 3
    }

    It 'add and list members' {
        $item = [pscustomobject] @{ a = 1 } | Add-Member -NotePropertyName b -NotePropertyValue 2 -PassThru
        $item | Add-Member ScriptProperty c { $this.a + $this.b }
        $item.c | Should -Be 3
        ($item | Get-Member -MemberType NoteProperty | ForEach-Object Name) | Should -Be @('a', 'b')
        { $item | Add-Member -NotePropertyName b -NotePropertyValue 3 -ErrorAction Stop } | Should -Throw -ErrorId 'MemberAlreadyExists*'
    }

    It 'compare' {
        $difference = Compare-Object 1, 2, 3 2, 3, 4
        ($difference | Sort-Object InputObject | ForEach-Object SideIndicator) | Should -Be @('<=', '=>')
    }

    It 'make objects of .NET types' {
        (New-Object System.Version 1, 2).Minor | Should -Be 2
        (New-Object psobject -Property @{ a = 1 }).a | Should -Be 1
        (New-Object System.Text.StringBuilder 'text').ToString() | Should -Be 'text'
        $made = New-Object System.Collections.Generic.List[string]
        Should -ActualValue $made.GetType().Name -Be 'List`1'
        { New-Object No.Such.Type -ErrorAction Stop } | Should -Throw -ErrorId 'TypeNotFound*'
    }
}

Describe 'messages' {
    It 'name the function that wrote an error' {
        function Test-Writer { [CmdletBinding()] param() Write-Error 'broken' -ErrorId 'Some.Id' -Category InvalidData -TargetObject 5 }
        Test-Writer -ErrorVariable caught -ErrorAction SilentlyContinue
        $caught[0].FullyQualifiedErrorId | Should -Be 'Some.Id,Test-Writer'
        $caught[0].CategoryInfo.Category | Should -Be 'InvalidData'
        $caught[0].TargetObject | Should -Be 5
    }

    It 'go to their streams' {
        $records = & { Write-Warning w; Write-Verbose v -Verbose; Write-Information i; Write-Host h; 'out' } *>&1
        ($records | ForEach-Object { $_.GetType().Name }) | Should -Be @('WarningRecord', 'VerboseRecord', 'InformationRecord', 'InformationRecord', 'String')
    }
}

Describe 'variables' {
    It 'are set where they are asked to be' {
        & { Set-Variable inner 1; New-Variable -Name outer -Value 2 -Scope 1 }
        Get-Variable inner -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $outer | Should -Be 2
        Remove-Variable outer
        { Get-Variable outer -ErrorAction Stop } | Should -Throw -ErrorId 'VariableNotFound*'
    }
}

Describe 'items and content' {
    BeforeAll { $folder = Join-Path ([System.IO.Path]::GetTempPath()) "cmdlets-$(New-Guid)"; $null = New-Item -ItemType Directory $folder }
    AfterAll { Remove-Item -LiteralPath $folder -Recurse -Force }

    It 'write, append and read lines' {
        $file = Join-Path $folder 'a.txt'
        'one', 'two' | Set-Content $file
        Add-Content $file 'three'
        Get-Content $file | Should -Be @('one', 'two', 'three')
        Get-Content $file -Raw | Should -Be "one`ntwo`nthree`n"
        Get-Content $file -Tail 1 | Should -Be 'three'
    }

    It 'write without a byte order mark' {
        $file = Join-Path $folder 'b.txt'
        Set-Content $file 'é' -NoNewline
        [System.IO.File]::ReadAllBytes($file) | Should -Be @(0xC3, 0xA9)
    }

    It 'test, split, join and list paths' {
        Test-Path $folder -PathType Container | Should -BeTrue
        Test-Path (Join-Path $folder 'none') | Should -BeFalse
        Split-Path '/x/y.txt' -Leaf | Should -Be 'y.txt'
        Split-Path '/x/y.txt' -Parent | Should -Be '/x'
        Split-Path '/x/y.txt' -Extension | Should -Be '.txt'
        Join-Path 'a' 'b' 'c' | Should -Be 'a/b/c'
        $null = New-Item (Join-Path $folder 'sub/deep.log') -ItemType File -Force
        (Get-ChildItem $folder -Recurse -Filter *.log).Name | Should -Be 'deep.log'
    }

    It 'say what is missing' { { Get-Item (Join-Path $folder 'none') -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound*' }

    It 'keep objects in a file' {
        $file = Join-Path $folder 'c.xml'
        [pscustomobject] @{ a = 1 }, 'two' | Export-Clixml $file
        $back = Import-Clixml $file
        $back[0].a | Should -Be 1
        $back[1] | Should -Be 'two'
    }
}

Describe 'secure strings' {
    It 'come from clear text and go back to it' {
        $secret = ConvertTo-SecureString 'pw' -AsPlainText -Force
        $secret | Should -BeOfType [securestring]
        $secret | ConvertFrom-SecureString -AsPlainText | Should -Be 'pw'
    }
}

Describe 'formatting' {
    It 'renders tables and lists as text' {
        [pscustomobject] @{ A = 1; B = 'x' } | Format-Table | Out-String | Should -Match 'A\s+B\s+-+\s+-+\s+1\s+x'
        [pscustomobject] @{ A = 1 } | Format-List | Out-String -Stream | Where-Object { $_ } | Should -Be 'A : 1'
    }
}

Describe 'jobs' {
    It 'run on a thread with the caller''s values' {
        $base = 40
        $job = Start-ThreadJob { param($n) $using:base + $n } -ArgumentList 2
        $job | Wait-Job | Receive-Job | Should -Be 42
        Remove-Job $job
    }
}

Describe 'other cmdlets' {
    It 'sleep no shorter than asked' { (Measure-Command { Start-Sleep -Milliseconds 50 }).TotalMilliseconds | Should -BeGreaterThan 45 }
    It 'format dates' { Get-Date -Date '2024-01-02 03:04:05' -Format 'yyyy-MM-ddTHH:mm' | Should -Be '2024-01-02T03:04' }
    It 'run text as a script in this scope' { Invoke-Expression '$made = 6 * 7'; $made | Should -Be 42 }
    It 'find text' { ('abc', 'xyz' | Select-String 'B').Line | Should -Be 'abc' }
    It 'describe types' {
        Update-TypeData -TypeName Cmdlets.Tests.Type -MemberType ScriptProperty -MemberName Twice -Value { $this.One * 2 } -Force
        ([pscustomobject] @{ PSTypeName = 'Cmdlets.Tests.Type'; One = 4 }).Twice | Should -Be 8
    }
}
