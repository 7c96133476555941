BeforeAll {
    Import-Module "$PSScriptRoot/../../PSModelPruning.psd1" -Force
    $examples = "$PSScriptRoot/../../examples/data"
    $tree = Import-Dataset $examples/breast-cancer.csv -Target diagnosis -Seed 1 | Train-Model -Kind Tree -Seed 1
}

Describe 'Measure-PruningPath' {
    It 'gives the alpha table of a tree with both rules marked' {
        $path = $tree | Measure-PruningPath
        $path[0].Leaves | Should -Be $tree.Leaves
        $path[-1].Leaves | Should -Be 1
        @($path | Where-Object ChosenBy -Like *Minimum*).Count | Should -Be 1
        @($path | Where-Object ChosenBy -Like *OneStandardError*).Count | Should -Be 1
    }

    It 'gives a point whose alpha leads to its tree' {
        $point = $tree | Measure-PruningPath | Where-Object ChosenBy -Like *OneStandardError*
        ($tree | Invoke-ModelPrune -Alpha $point.Alpha).Leaves | Should -Be $point.Leaves
    }

    It 'prints a table that a person can read' {
        $text = $tree | Measure-PruningPath -MaxPoints 4 | Out-String -Width 140
        $text | Should -Match 'Step\s+Complexity\s+Parameter\s+Training\s+Validation\s+CrossValidated\s+ChosenBy'
        $text | Should -Match 'nodes\s+alpha 0'
        $text | Should -Match ' 1 node\s+alpha'
    }

    It 'shows which rule chooses a point in a narrow window' {
        ($tree | Measure-PruningPath | Out-String -Width 80) | Should -Not -Match '\u2026'
    }

    It 'gives plain figures to Export-Csv' {
        $file = Join-Path $TestDrive path.csv
        $tree | Measure-PruningPath -Fold 0 | Export-Csv $file
        [double](Import-Csv $file)[0].TrainingScore | Should -Be 1
    }

    It 'completes methods' {
        (TabExpansion2 '$tree | Measure-PruningPath -Method CostC').CompletionMatches.CompletionText | Should -Contain CostComplexity
        (TabExpansion2 'Invoke-ModelPrune -Rule One').CompletionMatches.CompletionText | Should -Contain OneStandardError
    }

    It 'is described' {
        $help = Get-Help Measure-PruningPath -Full
        $help.Synopsis | Should -Match 'simpler'
        @($help.examples.example).Count | Should -BeGreaterOrEqual 3
    }

    It 'is used by the example' {
        $out = & "$PSScriptRoot/../../examples/Choose-TreeSize.ps1"
        $figures = $out | Where-Object { $_ -is [PSModelPruning.Compute.ModelComparison] }
        $figures.Count | Should -Be 3
        $figures[1].Complexity | Should -BeLessThan $figures[0].Complexity
    }
}
