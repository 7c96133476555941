BeforeAll {
    Import-Module "$PSScriptRoot/../../PSModelPruning.psd1" -Force
    $data = Import-Dataset "$PSScriptRoot/../../examples/data/iris.csv" -Target species -Seed 1
    $tree = $data | Train-Model -Kind Tree -Seed 1
}

Describe 'Select-ModelFeature' {
    It 'keeps the number of features that was asked for' {
        ($tree | Select-ModelFeature -Keep 2 -Seed 1).Dataset.Features | Should -Be 2
    }

    It 'keeps features by name' {
        ($tree | Select-ModelFeature -Keep petal_length, petal_width).Pruning.DroppedFeatures.Feature | Sort-Object | Should -Be sepal_length, sepal_width
    }

    It 'keeps what Measure-FeatureImportance gives' {
        $best = $tree | Measure-FeatureImportance -Seed 1 | Select-Object -First 2
        $fewer = $best | Select-ModelFeature -Model $tree
        $fewer.Pruning.DroppedFeatures | Should -HaveCount 2
        $fewer.Pruning.DroppedFeatures.Feature | Should -Not -BeIn $best.Feature
    }

    It 'gives what Invoke-ModelPrune gives' {
        $one = $tree | Select-ModelFeature -Sparsity 0.5 -Scorer MutualInformation -Seed 1
        $other = $tree | Invoke-ModelPrune -Method FeatureImportance -Sparsity 0.5 -Option @{ Scorer = 'MutualInformation' } -Seed 1
        $one.Pruning.DroppedFeatures.Feature | Should -Be $other.Pruning.DroppedFeatures.Feature
    }

    It 'says which two parameters do not go together' {
        { $tree | Select-ModelFeature -Keep 2 -Sparsity 0.5 } | Should -Throw -ErrorId 'ParametersNotTogether,*' -ExpectedMessage '*-Sparsity and -Keep do not go together*'
    }

    It 'refuses what is about weights' {
        { $tree | Select-ModelFeature -Keep 2 -Option @{ Granularity = 'Channel' } } | Should -Throw -ErrorId 'GranularityNotForFeatures,*'
    }
}
