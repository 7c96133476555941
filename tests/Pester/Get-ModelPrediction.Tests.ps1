BeforeAll {
    Import-Module "$PSScriptRoot/../../PSModelPruning.psd1" -Force
    $iris = "$PSScriptRoot/../../examples/data/iris.csv"
    $data = Import-Dataset $iris -Target species -Seed 1
    $model = $data | Train-Model -Kind Linear -Epochs 40 -LearningRate 0.05 -Seed 1
}

Describe 'Get-ModelPrediction' {
    It 'adds predictions to the rows of a CSV file' {
        Import-Csv $iris | Get-ModelPrediction -Model $model | Export-Csv "$TestDrive/predicted.csv"
        $rows = Import-Csv "$TestDrive/predicted.csv"
        $rows.Count | Should -Be 150
        $rows[0].psobject.Properties.Name | Should -Be 'sepal_length', 'sepal_width', 'petal_length', 'petal_width', 'species', 'Prediction', 'Probability'
        @($rows | Where-Object { $_.Prediction -eq $_.species }).Count | Should -BeGreaterThan 130
    }

    It 'leaves the objects of the pipeline as they are' {
        $rows = Import-Csv $iris | Select-Object -First 3
        $null = $rows | Get-ModelPrediction $model
        $rows[0].psobject.Properties.Name | Should -Not -Contain 'Prediction'
    }

    It 'gives the first prediction without waiting for the last row' {
        $seen = [ref]0
        Import-Csv $iris | ForEach-Object { $seen.Value++; $_ } | Get-ModelPrediction $model | Select-Object -First 1 | Should -Not -BeNullOrEmpty
        $seen.Value | Should -Be 1
    }

    It 'predicts with one model in several runspaces at once' {
        $module = (Resolve-Path "$PSScriptRoot/../../PSModelPruning.psd1").Path
        $expected = (Get-ModelPrediction $iris $model).Probability
        $results = 1..6 | ForEach-Object -ThrottleLimit 3 -Parallel {
            Import-Module $using:module
            , (Get-ModelPrediction $using:iris $using:model).Probability
        }
        $results.Count | Should -Be 6
        foreach ($result in $results) { $result | Should -Be $expected }
    }

    It 'shows a table with the prediction, its probability and what is true' {
        $text = (Get-ModelPrediction $iris $model | Select-Object -First 2 | Out-String -Width 100).Trim() -split "`r?`n"
        $text[0] | Should -Match '^Row +Prediction +Probability +Actual +Check +Source'
        $text[2] | Should -Match '^ *1 +setosa +\d+[.,]\d ?% +setosa +iris.csv'
    }

    It 'survives ConvertTo-Json and Export-Csv as plain values' {
        $prediction = $data | Get-ModelPrediction $model -AllProbabilities | Select-Object -First 1
        ($prediction | ConvertTo-Json | ConvertFrom-Json).Probabilities.setosa | Should -Be $prediction.Probabilities.setosa
        ($prediction | ConvertTo-Csv)[1] | Should -Match 'setosa=0[.]?\d*; versicolor='
    }

    It 'takes files from Get-ChildItem' {
        @(Get-Item $iris | Get-ModelPrediction $model).Count | Should -Be 150
    }

    It 'predicts images of a file where the model saw images' {
        $path = [IO.Path]::Combine($TestDrive, 'images-idx3-ubyte')
        $labels = [IO.Path]::Combine($TestDrive, 'labels-idx1-ubyte')
        $pixels = foreach ($i in 0..59) { foreach ($p in 0..15) { if (($i % 2) -eq ($p % 2)) { 250 } else { 3 } } }
        [IO.File]::WriteAllBytes($path, [byte[]](@(0, 0, 8, 3, 0, 0, 0, 60, 0, 0, 0, 4, 0, 0, 0, 4) + $pixels))
        [IO.File]::WriteAllBytes($labels, [byte[]](@(0, 0, 8, 1, 0, 0, 0, 60) + @(foreach ($i in 0..59) { $i % 2 })))
        $images = Import-Dataset $path, $labels -Seed 1 | Train-Model -Kind Linear -Epochs 30 -LearningRate 0.1 -Seed 1
        $predictions = Get-ModelPrediction $path $images
        $predictions.Count | Should -Be 60
        @($predictions | Where-Object { $_.Prediction -eq $_.Actual }).Count | Should -Be 60
    }

    It 'names the columns that the rows lack' {
        { [pscustomobject]@{ sepal_length = 1 } | Get-ModelPrediction $model } | Should -Throw -ErrorId 'PredictionColumnMissing,*'
    }
}
