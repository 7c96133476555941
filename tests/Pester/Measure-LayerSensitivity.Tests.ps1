BeforeAll {
    Import-Module "$PSScriptRoot/../../PSModelPruning.psd1" -Force
    $examples = "$PSScriptRoot/../../examples/data"
    $data = Import-Dataset $examples/digits.csv -Target digit -Seed 1
    $network = $data | Train-Model -Epochs 8 -Seed 1
}

Describe 'Measure-LayerSensitivity' {
    It 'gives a point for every layer and sparsity' {
        $points = $network | Measure-LayerSensitivity -Sparsity 0.5, 0.95
        ($points.Layer | Select-Object -Unique) | Should -Be fc1, fc2, fc3
        $points.Count | Should -Be 6
        ($points | Where-Object Sparsity -gt 0.9 | Measure-Object Drop -Average).Average | Should -BeGreaterThan ($points | Where-Object Sparsity -lt 0.6 | Measure-Object Drop -Average).Average
    }

    It 'streams, so that the first points can be taken without waiting for the others' {
        ($network | Measure-LayerSensitivity | Select-Object -First 2).Count | Should -Be 2
        ($network | Measure-LayerSensitivity -Sparsity 0.5 -Layer fc3).Layer | Should -Be fc3
    }

    It 'lets its result decide how much each layer loses' {
        $pruned = $network | Measure-LayerSensitivity | Invoke-ModelPrune -Model $network -Sparsity 0.85 -FineTuneEpochs 0
        [math]::Round($pruned.Sparsity, 3) | Should -Be 0.85
        $gone = @{}; $pruned.Pruning.Layers | ForEach-Object { $gone[$_.Layer] = $_.Sparsity }
        $gone.fc1 | Should -BeGreaterThan $gone.fc3
    }

    It 'prunes by a rule of shapes and by hand' {
        ($network | Invoke-ModelPrune -Sparsity 0.9 -LayerSparsity Erk -FineTuneEpochs 0).Pruning.Scope | Should -Be 'Layer sparsity: Erk'
        $rows = $network | Invoke-ModelPrune -LayerSparsity @{ fc1 = 0.9; 'fc?' = 0.5 } -WhatIf
        $rows | Where-Object Layer -EQ fc1 | ForEach-Object { [math]::Round($_.Sparsity, 2) } | Should -Be 0.9
        $rows | Where-Object Layer -EQ fc2 | ForEach-Object { [math]::Round($_.Sparsity, 2) } | Should -Be 0.5
    }

    It 'prints a table that fits a narrow window' {
        $text = $network | Measure-LayerSensitivity -Granularity Neuron -Sparsity 0.5 | Out-String -Width 80
        $text | Should -Match 'Layer\s+Gone\s+Kept\s+Score\s+Change\s+MACs'
        $text | Should -Match 'fc1\s+50.0 %\s+64 of 128 neurons'
        $text | Should -Not -Match '\u2026'
    }

    It 'gives plain figures to Export-Csv and ConvertTo-Json' {
        $file = Join-Path $TestDrive sensitivity.csv
        $network | Measure-LayerSensitivity -Sparsity 0.5 -Layer fc1 | Export-Csv $file
        [double](Import-Csv $file)[0].Sparsity | Should -Be 0.5
        (Import-Csv $file)[0].Layers | Should -Be fc1
        ($network | Measure-LayerSensitivity -Sparsity 0.5 -Layer fc1 | ConvertTo-Json | ConvertFrom-Json).Layers | Should -Be fc1
    }

    It 'completes methods, layers and rules' {
        (TabExpansion2 '$network | Measure-LayerSensitivity -Layer fc').CompletionMatches.CompletionText | Should -Contain fc2
        (TabExpansion2 'Measure-LayerSensitivity -Method Tay').CompletionMatches.CompletionText | Should -Contain Taylor
        (TabExpansion2 'Invoke-ModelPrune -LayerSparsity U').CompletionMatches.CompletionText | Should -Be Uniform, UniformPlus
    }

    It 'tells what is wrong' {
        { $network | Measure-LayerSensitivity -Layer fc9 -ErrorAction Stop } | Should -Throw -ErrorId 'LayerNotFound,PSModelPruning.Commands.MeasureLayerSensitivityCommand'
        { $network | Invoke-ModelPrune -LayerSparsity @{ fc1 = 1.5 } -ErrorAction Stop } | Should -Throw -ErrorId 'SparsityOutOfRange,PSModelPruning.Commands.InvokeModelPruneCommand'
    }
}
