BeforeAll {
    Import-Module "$PSScriptRoot/../../PSModelPruning.psd1" -Force
    $data = Import-Dataset "$PSScriptRoot/../../examples/data/wine.csv" -Target cultivar -Seed 1
}

Describe 'Train-Model -Kind Tree' {
    It 'grows a tree that knows its training rows' {
        $tree = $data | Train-Model -Kind Tree
        $tree.Kind | Should -Be 'Tree'
        $tree.ComplexityUnit | Should -Be 'nodes'
        $tree.Nodes | Should -Be (2 * $tree.Leaves - 1)
        (Compare-Model $tree).Accuracy | Should -BeGreaterThan 0.8
    }

    It 'keeps to its limits' {
        ($data | Train-Model -Kind Tree -MaxDepth 2).Depth | Should -Be 2
        ($data | Train-Model -Kind Tree -MaxLeaves 4).Leaves | Should -Be 4
    }

    It 'grows the same tree again' {
        $first = $data | Train-Model -Kind Tree -MaxFeatures Sqrt -Seed 3
        $second = $data | Train-Model -Kind Tree -MaxFeatures Sqrt -Seed 3
        $second.ToText() | Should -BeExactly $first.ToText()
    }

    It 'shows leaves and depth in its list' {
        $data | Train-Model -Kind Tree -MaxLeaves 3 | Format-List | Out-String | Should -Match 'Structure\s*:\s*3 leaves, 2 splits deep'
    }

    It 'completes criteria and rules' {
        $line = 'Train-Model -Kind Tree -Criterion '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain 'GainRatio'
        $line = 'Train-Model -Kind Tree -MaxFeatures '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain 'Sqrt'
    }

    It 'says which criterion fits' {
        { $data | Train-Model -Kind Tree -Criterion AbsoluteError -ErrorAction Stop } | Should -Throw -ErrorId 'CriterionDoesNotFit*'
    }

    It 'prints and draws itself' {
        $tree = $data | Train-Model -Kind Tree -MaxLeaves 3
        $tree.ToText() | Should -Match '% of \d+ rows\)'
        ($tree | Export-Model "$TestDrive/tree.dot").Length | Should -BeGreaterThan 100
        Get-Content "$TestDrive/tree.dot" -TotalCount 1 | Should -BeLike 'digraph*'
    }
}
