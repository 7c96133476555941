BeforeAll {
    Import-Module "$PSScriptRoot/../../PSModelPruning.psd1" -Force
    $data = Import-Dataset -Path "$PSScriptRoot/../../examples/data/iris.csv" -Target species -TestFraction 0 -ValidationFraction 0
}

Describe 'Measure-FeatureImportance' {
    It 'gives the published F statistics of iris' {
        $ranking = $data | Measure-FeatureImportance -Method AnovaF
        $ranking.Feature | Should -Be 'petal_length', 'petal_width', 'sepal_length', 'sepal_width'
        $ranking.Importance | ForEach-Object { [Math]::Round($_, 1) } | Should -Be 1180.2, 960.0, 119.3, 49.2
        # An array has a Rank of its own.
        $ranking | ForEach-Object { $_.Rank } | Should -Be 1, 2, 3, 4
    }

    It 'gives the published chi-square statistics of iris' {
        ($data | Measure-FeatureImportance -Method ChiSquare).Importance | ForEach-Object { [Math]::Round($_, 2) } | Should -Be 116.31, 67.05, 10.82, 3.71
    }

    It 'treats a category as one feature' {
        $rows = 1..40 | ForEach-Object { [pscustomobject]@{ color = ('red', 'green', 'blue')[$_ % 3]; noise = ($_ * 7919) % 13; answer = if ($_ % 3) { 'no' } else { 'yes' } } }
        $ranking = $rows | Import-Dataset -Target answer -Seed 1 | Measure-FeatureImportance -Method InformationGain
        $ranking.Feature | Should -Be 'color', 'noise'
    }

    It 'shows a bar for each feature' {
        $text = ($data | Measure-FeatureImportance -Method Correlation | Out-String -Width 80).Trim() -split "`r?`n"
        $text[0] | Should -Match '^Rank +Feature +Importance +Relative +Method'
        $text[2] | Should -Match '1 petal_\w+ +0[.,]\d{4} █{12} Correlation'
        $text[5] | Should -Match '4 sepal_width +0[.,]\d{4} █+'
    }

    It 'ranks what a model relies on, repeatably' {
        $model = $data | Train-Model -Kind Linear -Epochs 60 -LearningRate 0.05 -Seed 1
        $first = $model | Measure-FeatureImportance -Repeats 3 -Seed 5
        $first.Method | Select-Object -Unique | Should -Be 'Permutation'
        ($model | Measure-FeatureImportance -Repeats 3 -Seed 5).Importance | Should -Be $first.Importance
        $first[0].Feature | Should -Match '^petal'
        $first[0].StandardDeviation | Should -BeGreaterThan 0
    }

    It 'completes the methods with what they do' {
        $match = (TabExpansion2 -inputScript 'Measure-FeatureImportance -Method perm' -cursorColumn 38).CompletionMatches
        $match.CompletionText | Should -Be 'Permutation'
        $match.ToolTip | Should -Match 'shuffled'
    }

    It 'names the methods that would fit' {
        { $data | Measure-FeatureImportance -Method Gradient } | Should -Throw -ErrorId 'ImportanceNeedsModel*' -ExpectedMessage '*MutualInformation*'
        { $data | Measure-FeatureImportance -Method Guess } | Should -Throw -ErrorId 'ParameterArgumentValidationError*' -ExpectedMessage '*Permutation*'
    }

    It 'ranks what a forest relies on by <_>' -ForEach 'ImpurityDecrease', 'OutOfBagPermutation', 'TreeShap' {
        $forest = $data | Train-Model -Kind Forest -TreeCount 40 -Seed 1
        $ranking = $forest | Measure-FeatureImportance -Method $_
        $ranking[0..1].Feature | Sort-Object | Should -Be 'petal_length', 'petal_width'
        ($forest | Measure-FeatureImportance -Method $_).Importance | Should -Be $ranking.Importance
    }

    It 'needs the training rows for out-of-bag permutation' {
        $forest = $data | Train-Model -Kind Forest -TreeCount 5 -Seed 1
        { $forest | Measure-FeatureImportance -Method OutOfBagPermutation -Partition Test -ErrorAction Stop } | Should -Throw -ErrorId 'ImportanceNeedsTrainingRows,*'
    }
}
