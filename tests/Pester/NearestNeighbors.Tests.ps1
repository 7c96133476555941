BeforeAll {
    Import-Module "$PSScriptRoot/../../PSModelPruning.psd1" -Force
    $wine = "$PSScriptRoot/../../examples/data/wine.csv"
    $data = Import-Dataset -Path $wine -Target cultivar -Seed 1
    $model = $data | Train-Model -Kind Neighbors
}

Describe 'Nearest neighbours' {
    It 'are trained by Train-Model and shown with their prototypes' {
        $model.Prototypes | Should -Be $data.TrainingRows
        $text = $model | Out-String -Width 150
        $text | Should -Match 'Neighbors'
        $text | Should -Match "$($model.Prototypes) prototypes"
        ($model | Format-List | Out-String -Width 150) | Should -Match '5 nearest, Euclidean distance, uniform votes'
    }

    It 'complete their distances, weightings and methods' {
        (TabExpansion2 'Train-Model -Distance ' 22).CompletionMatches.CompletionText | Should -Be 'Euclidean', 'Manhattan', 'Cosine'
        (TabExpansion2 'Train-Model -Weighting ' 23).CompletionMatches.CompletionText | Should -Be 'Uniform', 'Distance'
        (TabExpansion2 'Train-Model -Kind N' 19).CompletionMatches.CompletionText | Should -Contain 'Neighbors'
        (TabExpansion2 'Invoke-ModelPrune -Method Con' 29).CompletionMatches.CompletionText | Should -Contain 'Condensation'
    }

    It 'predict rows of Import-Csv' {
        $rows = Import-Csv $wine | Select-Object -First 3
        ($rows | Get-ModelPrediction -Model $model).Prediction | Should -HaveCount 3
    }

    It 'are condensed so that the nearest prototype gets every training row right' {
        $condensed = $model | Invoke-ModelPrune -Method Condensation
        $condensed.Prototypes | Should -BeLessThan ($model.Prototypes / 2)
        $trained = Get-ModelPrediction -Model $condensed -InputObject $data -Partition Training
        @($trained | Where-Object { $_.Prediction -ne $_.Actual }).Count | Should -Be 0
    }

    It 'are edited and then condensed by piping twice, as fractions of the original' {
        $small = $model | Invoke-ModelPrune -Method RepeatedEditing | Invoke-ModelPrune -Method KMeans -Sparsity 0.9
        [Math]::Round($small.Sparsity, 2) | Should -Be 0.9
        $small.History.Action | Should -Be 'Trained', 'Pruned', 'Pruned'
    }

    It 'say how few prototypes a method can leave' {
        { $model | Invoke-ModelPrune -Method TomekLinks -Prototypes 5 -ErrorAction Stop } | Should -Throw -ErrorId 'KeepNotReachable*'
        { $model | Invoke-ModelPrune -Method KMeans -Prototypes 2 -ErrorAction Stop } | Should -Throw -ErrorId 'PrototypesTooFew*'
    }

    It 'are compared with other models in one table' {
        $network = $data | Train-Model -Kind Linear -Epochs 5
        $text = $network, $model, ($model | Invoke-ModelPrune -Prototypes 12) | Compare-Model -WarningAction Ignore | Out-String -Width 170
        $text | Should -Match '12 prototypes'
    }

    It 'are exported and imported' {
        $path = Join-Path $TestDrive 'near.psmodel'
        $null = $model | Invoke-ModelPrune -Method Drop3 | Export-Model -Path $path
        $read = Import-Model -Path $path
        $read.Kind | Should -Be 'Neighbors'
        $read.Pruning.Method | Should -Be 'Drop3'
        (Get-ChildItem $TestDrive).Name | Should -Be 'near.psmodel'
    }

    It 'tell which features matter, by permutation' {
        (Measure-FeatureImportance $model -Method Permutation).Count | Should -Be 13
    }

    It 'survive ConvertTo-Json and Export-Csv as plain values' {
        ($model | Select-Object Name, Kind, Prototypes, Neighbors, Distance, Weighting | ConvertTo-Json | ConvertFrom-Json).Distance | Should -Be 'Euclidean'
        ($model | Select-Object Name, Prototypes | ConvertTo-Csv)[1] | Should -Be "`"Neighbors`",`"$($model.Prototypes)`""
    }
}
