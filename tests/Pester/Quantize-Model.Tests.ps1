BeforeAll {
    Import-Module "$PSScriptRoot/../../PSModelPruning.psd1" -Force
    $data = Import-Dataset "$PSScriptRoot/../../examples/data/iris.csv" -Target species -Seed 1
    $model = $data | Train-Model -Epochs 5 -Seed 1
}

Describe 'Invoke-ModelPrune -Quantize' {
    It 'makes a smaller model of <Scheme> numbers that keeps its accuracy' -ForEach @(
        @{ Scheme = 'Int8'; Format = 'Int8' }
        @{ Scheme = 'Int4'; Format = 'Int4 weights' }
        @{ Scheme = 'Float16'; Format = 'Float16' }
        @{ Scheme = 'BFloat16'; Format = 'BFloat16' }
        @{ Scheme = 'Codebook'; Format = 'Codebook 5 bit' }
    ) {
        $small = $model | Invoke-ModelPrune -Quantize $Scheme
        $small.NumberFormat | Should -Be $Format
        $small.Parent | Should -Be $model
        $small.Pruning.ScoreAfter | Should -BeGreaterOrEqual ($small.Pruning.ScoreBefore - 0.15)
    }

    It 'quantizes after pruning, in one call or in two' {
        $together = $model | Invoke-ModelPrune -Sparsity 0.5 -FineTuneEpochs 2 -Quantize Codebook -Seed 3
        $apart = $model | Invoke-ModelPrune -Sparsity 0.5 -FineTuneEpochs 2 -Seed 3 | Invoke-ModelPrune -Quantize Codebook -Seed 3
        [Math]::Abs(($together | Compare-Model -ReferenceModel $apart)[-1].LossChange) | Should -BeLessThan 1e-6
        $together.Pruning.Rounds.Count | Should -BeGreaterThan 0
    }

    It 'shows a plan with bits and errors' {
        $text = $model | Invoke-ModelPrune -Quantize Int4 -WhatIf | Out-String
        $text | Should -Match 'Squared error'
        $text | Should -Match 'fc1 .* 4 '
    }

    It 'shows the report as a list and its layers and activations as tables' {
        $report = ($model | Invoke-ModelPrune -Quantize Int8).Pruning.Quantization
        ($report | Out-String) | Should -Match 'Calibration\s+: MeanSquaredError'
        ($report.Layers | Out-String) | Should -Match 'Signal to noise'
        ($report.Activations | Out-String) | Should -Match 'ZeroPoint'
    }

    It 'names the numbers in the list of a model and of a comparison' {
        $int8 = $model | Invoke-ModelPrune -Quantize Int8
        ($int8 | Format-List | Out-String) | Should -Match 'Numbers\s+: Int8'
        ($model, $int8 | Compare-Model | Format-List | Out-String) | Should -Match 'Numbers\s+: float32'
    }

    It 'completes schemes, calibrations and starts' {
        (TabExpansion2 'Invoke-ModelPrune -Quantize ').CompletionMatches.CompletionText | Should -Be @('Int8', 'Int4', 'Float16', 'BFloat16', 'Codebook')
        (TabExpansion2 'Invoke-ModelPrune -Option Calibration=M').CompletionMatches.CompletionText | Should -Be @('Calibration=MinMax', 'Calibration=MeanSquaredError')
        (TabExpansion2 'ConvertTo-QuantizedModel -CodebookStart ').CompletionMatches.CompletionText | Should -Be @('Linear', 'Density', 'Random')
    }

    It 'says that -FineTuneEpochs is that of pruning' {
        { $model | Invoke-ModelPrune -Quantize Int8 -FineTuneEpochs 3 -ErrorAction Stop } | Should -Throw -ErrorId 'ParameterNotForQuantization,PSModelPruning.Commands.InvokeModelPruneCommand' -ExpectedMessage '*-Option @{ QuantizeEpochs = *'
    }

    It 'quantizes weights alone with a warning where there is no data' {
        $file = Join-Path $TestDrive 'iris.psmodel'
        $model | Export-Model $file
        $bare = Import-Model $file | Invoke-ModelPrune -Quantize Int8 -WarningVariable warned -WarningAction SilentlyContinue
        $bare.NumberFormat | Should -Be 'Int8 weights'
        $warned | Should -Match '-Option @\{ Calibration = ''None'' \}'
    }
}
