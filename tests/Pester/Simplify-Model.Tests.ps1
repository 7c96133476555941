BeforeAll {
    Import-Module "$PSScriptRoot/../../PSModelPruning.psd1" -Force
    # Planted: the sum of a and b decides, copy repeats a, the others are noise.
    $random = [Random]::new(2)
    $rows = foreach ($i in 1..400) {
        $a = $random.NextDouble(); $b = $random.NextDouble()
        [pscustomobject]@{
            a = $a; b = $b; copy = $a + 0.02 * $random.NextDouble()
            noise1 = $random.NextDouble(); noise2 = $random.NextDouble(); noise3 = $random.NextDouble()
            answer = if ($a + $b -gt 1) { 'yes' } else { 'no' }
        }
    }
    $data = $rows | Import-Dataset -Target answer -Task Classification -Seed 1
    $tree = $data | Train-Model -Kind Tree
    $forest = $data | Train-Model -Kind Forest -TreeCount 20 -Seed 1
}

Describe 'Feature pruning of any model' {
    It 'finds all relevant features, the copy too, and drops the noise' {
        $pruned = $forest | Invoke-ModelPrune -Method AllRelevant -Option @{ Rounds = 40 } -Seed 1
        $pruned.Dataset.Columns.Where({ $_.Role -eq 'Feature' }).Name | Sort-Object | Should -Be 'a', 'b', 'copy'
        $pruned.Pruning.DroppedFeatures.Feature | Sort-Object | Should -Be 'noise1', 'noise2', 'noise3'
    }

    It 'drops noise by recursive elimination with the rule of one standard error' {
        $pruned = $forest | Invoke-ModelPrune -Method RecursiveElimination -Seed 2
        $pruned.Dataset.Columns.Where({ $_.Role -eq 'Feature' }).Name | Where-Object { $_ -like 'noise*' } | Should -BeNullOrEmpty
        $pruned.Pruning.DroppedFeatures[0].Score | Should -BeGreaterThan 0.7
    }

    It 'keeps the first features of a ranking in a model of any kind' {
        $narrow = Measure-FeatureImportance $tree -Method ImpurityDecrease | Select-Object -First 3 | Invoke-ModelPrune -Model $tree
        $narrow.Dataset.Features | Should -Be 3
        @($rows[0] | Select-Object -Property $narrow.Dataset.Columns.Where({ $_.Role -eq 'Feature' }).Name | Get-ModelPrediction -Model $narrow).Count | Should -Be 1
    }

    It 'puts the copy and its original into one group' {
        $groups = Measure-FeatureImportance $tree -Method GroupedPermutation
        $groups.Where({ $_.Feature -eq 'a' }).Group | Should -Be $groups.Where({ $_.Feature -eq 'copy' }).Group
        ($groups.Group | Sort-Object -Unique).Count | Should -Be 5
    }

    It 'prints what went as a table' {
        $text = ($tree | Invoke-ModelPrune -KeepFeature 3).Pruning.DroppedFeatures | Out-String -Width 150
        $text | Should -Match 'Order +Feature +Importance +Score +Reason'
        $text | Should -Match '1 +\S+ +\S+ +- +rank 6 of 6 by Permutation'
    }
}

Describe 'Invoke-ModelPrune -Method Submodel' {
    It 'finds the sum that decides, and says it in words' {
        $simple = $forest | Invoke-ModelPrune -Method Submodel -MaxAccuracyDrop 0.02
        $simple.Kind | Should -Be 'Rules'
        $simple.Rules[0] | Should -Match '^if mean\((a|b|copy), (a|b|copy)\) > 0\.[45]\d* then yes'
        $simple.Complexity | Should -Be 1
    }

    It 'shows the trials as a table that marks the one that was taken' {
        $text = ($forest | Invoke-ModelPrune -Method Submodel -MaxAccuracyDrop 0.02).Pruning.Trials | Out-String -Width 160
        $text | Should -Match 'Kind +Complexity +Score +Agrees +Description'
        $text | Should -Match '\* Combination +1 condition '
    }

    It 'is compared, saved and read like every model' {
        $simple = $forest | Invoke-ModelPrune -Method Submodel -MaxAccuracyDrop 0.02
        $file = Join-Path $TestDrive simple.psmodel
        $simple | Export-Model -Path $file
        $read = Import-Model $file
        $read.Text | Should -Be $simple.Text
        ($rows[0..20] | Get-ModelPrediction -Model $read).Prediction | Should -Be ($rows[0..20] | Get-ModelPrediction -Model $simple).Prediction
        (Compare-Model $forest, $simple | Out-String -Width 160) | Should -Match '1 condition'
    }

    It 'says the best that was reached where nothing simple is enough' {
        { $data | Train-Model -Kind Tree -MaxDepth 1 | Invoke-ModelPrune -Method Submodel -MaxAccuracyDrop 0 -ErrorAction Stop } |
            Should -Throw -ErrorId 'BudgetNotReached*' -ExpectedMessage '*Best reached*'
    }
}
