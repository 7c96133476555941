BeforeAll {
    Import-Module "$PSScriptRoot/../../PSModelPruning.psd1" -Force
    $data = Import-Dataset -Path "$PSScriptRoot/../../examples/data/iris.csv" -Target species -Seed 1 -ValidationFraction 0.2
    $linear = $data | Train-Model -Kind Linear -Epochs 3 -Seed 1 -Name linear
    $tree = $data | Train-Model -Kind Tree -Name tree
    $forest = $data | Train-Model -Kind Forest -TreeCount 10 -Name forest
    $neighbors = $data | Train-Model -Kind Neighbors -Name neighbors
    $joined = $linear, $tree, $forest | Join-Model -Name joined
}

Describe 'Join-Model' {
    It 'joins models of any kinds into one that knows its members' {
        $joined.Members.Name | Should -Be 'linear', 'tree', 'forest'
        $joined.Voting | Should -Be 'Soft'
        ($joined.Weights | Measure-Object -Sum).Sum | Should -BeGreaterThan 0.9999
        $joined.History[0].Action | Should -Be 'Joined'
    }

    It 'shows its members in a list and its complexity in a table' {
        ($joined | Format-Table | Out-String) | Should -Match 'joined Ensemble +3 models'
        ($joined | Format-List | Out-String) | Should -Match 'Structure +: Soft: linear \(0[.,]333\), tree'
    }

    It 'completes the kinds of voting and explains them' {
        $found = (TabExpansion2 -inputScript 'Join-Model -Voting ' -cursorColumn 19).CompletionMatches
        $found.CompletionText | Should -Be 'Soft', 'Hard', 'Stacked'
        $found[0].ToolTip | Should -Match 'mean'
    }

    It 'is one sensible table beside models of every family' {
        $shown = ($linear, $tree, $forest, $neighbors, $joined | Compare-Model | Out-String -Width 120).Trim() -split "`r?`n"
        $shown[0] | Should -Match '^Name +Accuracy +Complexity +Packed KB +Latency ms'
        $shown[2] | Should -Match '15 weights'
        $shown[3] | Should -Match '\d+ nodes'
        $shown[4] | Should -Match '10 trees'
        $shown[5] | Should -Match '\d+ prototypes'
        $shown[6] | Should -Match '3 models'
        $shown.Count | Should -Be 7
    }

    It 'is pruned to fewer members, which keep what they are' {
        $two = $joined | Invoke-ModelPrune -Keep 2 -Method Kappa
        $two.Members.Count | Should -Be 2
        $two.Parent.Name | Should -Be 'joined'
        $two.Sparsity | Should -BeGreaterThan 0.33
    }

    It 'predicts raw rows with members that lost features' {
        $narrow = $linear | Invoke-ModelPrune -KeepFeature 2
        $mixed = $narrow, $tree | Join-Model
        $row = [pscustomobject]@{ sepal_length = 5.1; sepal_width = 3.5; petal_length = 1.4; petal_width = 0.2 }
        ($row | Get-ModelPrediction -Model $mixed).Prediction | Should -Be 'setosa'
    }

    It 'survives a file and becomes plain JSON' {
        $joined | Export-Model -Path TestDrive:/joined.psmodel
        $again = Import-Model TestDrive:/joined.psmodel
        $again.Members.Count | Should -Be 3
        ($again | ConvertTo-Json -Depth 2 -WarningAction Ignore | ConvertFrom-Json).Voting | Should -Be 'Soft'
        { $again | Join-Model } | Should -Throw -ErrorId 'EnsembleTooSmall,*'
    }
}

Describe 'Invoke-ModelPrune of forests' {
    It 'keeps as many trees as were asked for, refined, and says so' {
        $small = $forest | Invoke-ModelPrune -Keep 3 -Verbose 4>&1
        ($small | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }) -join "`n" | Should -Match 'leaf refinement'
        $model = $small | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] }
        $model.TreeCount | Should -Be 3
        $model.Pruning.Layers[0].Unit | Should -Be 'tree'
    }

    It 'plans with -WhatIf' {
        $plan = $forest | Invoke-ModelPrune -Sparsity 0.5 -WhatIf
        $plan.Before | Should -Be 10
        $plan.Kept | Should -Be 5
    }

    It 'completes its methods' {
        (TabExpansion2 -inputScript 'Invoke-ModelPrune -Method Compl' -cursorColumn 31).CompletionMatches.CompletionText | Should -Be 'Complementarity'
    }
}
