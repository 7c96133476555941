BeforeAll {
    Import-Module "$PSScriptRoot/../../PSModelPruning.psd1" -Force
    $data = Import-Dataset -Path "$PSScriptRoot/../../examples/data/wine.csv" -Target cultivar -Seed 1
    $model = $data | Train-Model -Layers 'linear 32', 'relu' -Epochs 15 -Seed 1
}

Describe 'Invoke-ModelPrune' {
    It 'makes exactly the asked fraction of weights zero and leaves the model alone' {
        $pruned = $model | Invoke-ModelPrune -Sparsity 0.75 -FineTuneEpochs 2 -Seed 1
        [Math]::Round($pruned.Sparsity, 3) | Should -Be 0.75
        $model.Sparsity | Should -Be 0
        $pruned.Parent.Name | Should -Be $model.Name
    }

    It 'removes neurons, so that the model gets smaller' {
        $pruned = Invoke-ModelPrune $model -Granularity Neuron -Sparsity 0.5 -Method Taylor -FineTuneEpochs 2
        $pruned.Parameters | Should -BeLessThan ($model.Parameters * 0.55)
        $pruned.MultiplyAccumulates | Should -BeLessThan ($model.MultiplyAccumulates * 0.55)
    }

    It 'knows every method of the catalog at the keyboard' {
        $methods = (TabExpansion2 'Invoke-ModelPrune -Method ').CompletionMatches.CompletionText
        foreach ($method in 'Lamp', 'Fisher', 'Wanda', 'Snip', 'SynFlow', 'OptimalBrainSurgeon', 'SparseGpt', 'Movement', 'GeometricMedian', 'ApoZ', 'MeanActivation', 'BatchNormScale', 'Confidence') {
            $methods | Should -Contain $method
        }
    }

    It 'prunes by <_> without any training' -ForEach 'Lamp', 'Fisher', 'Wanda', 'SynFlow', 'OptimalBrainSurgeon', 'SparseGpt' {
        $pruned = $model | Invoke-ModelPrune -Sparsity 0.5 -Method $_ -FineTuneEpochs 0
        [Math]::Round($pruned.Sparsity, 2) | Should -Be 0.5
        $pruned.Pruning.Method | Should -Be $_
    }

    It 'removes whole layers, heads and entries of embeddings, and says why where there are none' {
        $deep = $data | Train-Model -Layers 'linear 8', 'relu', 'linear 8', 'relu', 'linear 8', 'relu' -Epochs 3 -Seed 1
        $short = $deep | Invoke-ModelPrune -Granularity Layer -Method LossIncrease -Sparsity 0.5 -FineTuneEpochs 1
        $short.Pruning.Layers.Where{ $_.Kept -eq 0 -and $_.Before -eq 1 }.Count | Should -Be 1
        $short.Layers.Operator | Should -Contain 'Identity'
        { $model | Invoke-ModelPrune -Granularity Layer -Sparsity 0.5 } | Should -Throw -ErrorId 'NothingToPrune,*'
        { $deep | Invoke-ModelPrune -Granularity Layer -Sparsity 0.5 -Option @{ Scope = 'Layer' } } | Should -Throw -ErrorId 'ParameterNotForGranularity,*'
        $heads = $data | Train-Model -Layers 'attention 4x2', 'linear 8', 'relu' -Epochs 1 | Invoke-ModelPrune -Granularity Head -Sparsity 0.5 -FineTuneEpochs 1
        $heads.Pruning.Layers.Where{ $_.Layer -eq 'attention1_query' }.Kept | Should -Be 2
        (TabExpansion2 'Invoke-ModelPrune -Granularity ').CompletionMatches.CompletionText | Should -Contain 'EmbeddingRow'
    }

    It 'removes hidden units of recurrent layers' {
        $recurrent = $data | Train-Model -Layers 'lstm 8 bidirectional sequence', 'gru 6' -Epochs 1 -Seed 1
        $pruned = $recurrent | Invoke-ModelPrune -Granularity Neuron -Sparsity 0.5 -FineTuneEpochs 1
        $pruned.MultiplyAccumulates | Should -BeLessThan ($recurrent.MultiplyAccumulates * 0.6)
        $pruned.Pruning.Layers.Where{ $_.Layer -eq 'lstm1' }.Original | Should -Be 16
        ($pruned | Invoke-ModelPrune -Quantize Int8).PackedBytes | Should -BeLessThan ($pruned.PackedBytes * 0.6)
    }

    It 'cuts and splices to exactly the asked fraction' {
        $pruned = $model | Invoke-ModelPrune -Schedule DynamicSurgery -Sparsity 0.8 -FineTuneEpochs 4 -Seed 1
        [Math]::Round($pruned.Sparsity, 2) | Should -Be 0.8
        $pruned.Pruning.Schedule | Should -Be 'DynamicSurgery'
        $pruned.Pruning.Rounds[0].Sparsity | Should -BeLessThan 0.5
    }

    It 'shrinks neurons away by a penalty' {
        $pruned = $model | Invoke-ModelPrune -Schedule Proximal -Granularity Neuron -Sparsity 0.5 -Option @{ Penalty = 0.001 } -FineTuneEpochs 5 -Seed 1
        $pruned.Parameters | Should -BeLessThan ($model.Parameters * 0.55)
    }

    It 'refuses -Schedule <Schedule> with <With>' -ForEach @(
        @{ Schedule = 'DynamicSurgery'; With = 'neurons'; More = @{ Granularity = 'Neuron' }; Id = 'ScheduleNotForGranularity' }
        @{ Schedule = 'DynamicSurgery'; With = 'a penalty'; More = @{ Option = @{ Penalty = 0.1 } }; Id = 'ParameterNotForSchedule' }
        @{ Schedule = 'Proximal'; With = 'another method'; More = @{ Method = 'Taylor' }; Id = 'ScheduleNotForMethod' }
        @{ Schedule = 'Proximal'; With = 'no training'; More = @{ FineTuneEpochs = 0 }; Id = 'ScheduleNeedsFineTuning' }
        @{ Schedule = 'Proximal'; With = 'a penalty of nothing'; More = @{ Option = @{ Penalty = 0 } }; Id = 'OptionOutOfRange' }
    ) {
        { $model | Invoke-ModelPrune -Sparsity 0.5 -Schedule $Schedule @More -ErrorAction Stop } | Should -Throw -ErrorId "$Id*"
    }

    It 'makes a 2:4 pattern' {
        $pruned = $model | Invoke-ModelPrune -Option @{ Pattern = '2:4' } -FineTuneEpochs 1
        $pruned.Pruning.Granularity | Should -Be 'Pattern'
        [Math]::Abs($pruned.Sparsity - 0.5) | Should -BeLessThan 0.1
    }

    It 'knows the schedules at the keyboard' {
        $schedules = (TabExpansion2 'Invoke-ModelPrune -Schedule ').CompletionMatches.CompletionText
        foreach ($schedule in 'OneShot', 'Iterative', 'Geometric', 'Gradual', 'LotteryTicket', 'LearningRateRewinding') {
            $schedules | Should -Contain $schedule
        }
    }

    It 'finds the very network again where no weight goes and the training is repeated' {
        $ticket = $model | Invoke-ModelPrune -Sparsity 0 -Schedule LotteryTicket -Steps 1
        ($ticket.Training | Select-Object Epoch, TrainingLoss, ValidationLoss | ConvertTo-Json) | Should -Be ($model.Training | Select-Object Epoch, TrainingLoss, ValidationLoss | ConvertTo-Json)
    }

    It 'repeats the training of a model that was read from a file' {
        $file = Join-Path $TestDrive 'wine.psmodel'
        $model | Export-Model $file
        $ticket = Import-Model $file | Invoke-ModelPrune -Dataset $data -Sparsity 0.5 -Schedule LotteryTicket -Steps 1 -Option @{ RewindEpoch = 2 }
        $ticket.Training.Count | Should -BeLessOrEqual 13
        $ticket.Pruning.Schedule | Should -Be 'LotteryTicket'
    }

    It 'says which schedules read -RewindEpoch' {
        { $model | Invoke-ModelPrune -Sparsity 0.5 -Schedule Iterative -Option @{ RewindEpoch = 1 } } | Should -Throw -ErrorId 'ParameterNotForSchedule,*' -ExpectedMessage '*LotteryTicket, LearningRateRewinding*'
    }

    It 'goes on where its checkpoint stands' {
        $run = @{ Sparsity = 0.6; Schedule = 'Iterative'; Steps = 2; FineTuneEpochs = 2; CheckpointPath = Join-Path $TestDrive 'prune.checkpoint' }
        $whole = $model | Invoke-ModelPrune @run
        $again = $model | Invoke-ModelPrune @run -Resume
        ($again.Pruning.Rounds | ConvertTo-Json) | Should -Be ($whole.Pruning.Rounds | ConvertTo-Json)
        $model | Invoke-ModelPrune @run -WarningVariable told -WarningAction SilentlyContinue | Out-Null
        "$told" | Should -Match 'overwritten by a new run. To continue the old run, use -Resume\.( |$)'
        $run.Steps = 3
        { $model | Invoke-ModelPrune @run -Resume } | Should -Throw -ErrorId 'CheckpointMismatch,*' -ExpectedMessage '*Steps (2 in the checkpoint, 3 now)*'
        { $model | Invoke-ModelPrune -MaxAccuracyDrop 0.1 -CheckpointPath $run.CheckpointPath } | Should -Throw -ErrorId 'ParametersNotTogether,*' -ExpectedMessage '*-CheckpointPath and -MaxAccuracyDrop do not go together*'
    }

    It 'slims a network whose BatchNorm scales were penalized' {
        $slim = $data | Train-Model -Layers 'linear 16', 'batchnorm', 'relu' -BatchNormL1 0.01 -Epochs 10 | Invoke-ModelPrune -Method BatchNormScale -Sparsity 0.5 -FineTuneEpochs 1
        $slim.Pruning.Granularity | Should -Be 'Channel'
        { $data | Train-Model -Layers 'linear 16', 'relu' -BatchNormL1 0.01 -Epochs 1 } | Should -Throw -ErrorId 'BatchNormMissing,*'
    }

    It 'shows the plan with -WhatIf as a table a person can read' {
        $text = ($model | Invoke-ModelPrune -Sparsity 0.5 -Granularity Neuron -WhatIf | Out-String -Width 150).Trim() -split "`r?`n"
        $text[0] | Should -Match '^Layer +Removed +Gone +Parameters +MACs +Packed *$'
        $text[2] | Should -Match '^fc1 +16 of 32 neurons +50[.,]0 %'
        $text[3] | Should -Match '^fc2 +0 of 3 neurons'
    }

    It 'keeps the features that come through the pipeline' {
        $narrow = Measure-FeatureImportance $model | Select-Object -First 5 | Invoke-ModelPrune -Model $model -FineTuneEpochs 3
        $narrow.Dataset.Features | Should -Be 5
        $row = Import-Csv "$PSScriptRoot/../../examples/data/wine.csv" | Select-Object -First 1 -Property $narrow.Dataset.Columns.Where({ $_.Role -eq 'Feature' }).Name
        @($row | Get-ModelPrediction -Model $narrow).Count | Should -Be 1
    }

    It 'keeps a budget of size' {
        $pruned = $model | Invoke-ModelPrune -MaxSizeKB ($model.PackedBytes / 2048) -FineTuneEpochs 1
        $pruned.PackedBytes | Should -BeLessOrEqual ($model.PackedBytes / 2)
    }

    It 'says the best that was reached where a budget cannot be met' {
        { $model | Invoke-ModelPrune -MaxMacs 1 -ErrorAction Stop } | Should -Throw -ErrorId 'BudgetNotReached*' -ExpectedMessage '*Best reached*'
    }

    It 'survives ConvertTo-Json' {
        $pruned = $model | Invoke-ModelPrune -Sparsity 0.5 -FineTuneEpochs 0
        ($pruned.Pruning | ConvertTo-Json -Depth 4 | ConvertFrom-Json).Layers.Count | Should -Be 2
    }

    It 'says what was expected where nothing comes through the pipeline' {
        { $misspelt | Invoke-ModelPrune -Sparsity 0.5 -ErrorAction Stop } | Should -Throw -ErrorId 'InputNull*' -ExpectedMessage '*Nothing came in*Give a model*'
    }

    It 'has at most 20 parameters in a syntax beside the common ones' {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters + 'WhatIf', 'Confirm'
        foreach ($set in (Get-Command Invoke-ModelPrune).ParameterSets) {
            @($set.Parameters | Where-Object { $_.Name -notin $common -and -not ($_.Attributes | Where-Object DontShow) }).Count | Should -BeLessOrEqual 20 -Because $set.Name
        }
    }

    It 'says that -<A> and -<B> do not go together' -ForEach @(
        @{ A = 'Sparsity'; B = 'MaxSizeKB'; First = 0.5; Second = 10; Other = '-MaxMacs' }
        @{ A = 'Keep'; B = 'Granularity'; First = 3; Second = 'Channel'; Other = '-Leaves' }
        @{ A = 'KeepFeature'; B = 'Sparsity'; First = 3; Second = 0.5; Other = '-FineTuneEpochs' }
    ) {
        $arguments = @{ $A = $First; $B = $Second }
        { $model | Invoke-ModelPrune @arguments } | Should -Throw -ErrorId 'ParametersNotTogether,*' -ExpectedMessage "*do not go together*$Other*"
        { Invoke-ModelPrune $model @arguments } | Should -Throw -ErrorId 'ParametersNotTogether,*'
    }

    It 'reads -Option as a table and as words' {
        $table = $model | Invoke-ModelPrune -Sparsity 0.5 -FineTuneEpochs 0 -Option @{ scope = 'layer' }
        $words = $model | Invoke-ModelPrune -Sparsity 0.5 -FineTuneEpochs 0 -Option Scope=Layer, RoundTo=1
        $table.Pruning.Scope, $words.Pruning.Scope | Should -Be 'Layer', 'Layer'
    }

    It 'refuses an option that is <What>' -ForEach @(
        @{ What = 'unknown'; Option = @{ Scoope = 1 }; Id = 'OptionUnknown'; Message = "*Did you mean 'Scope'*" }
        @{ What = 'no number'; Option = @{ RoundTo = 'many' }; Id = 'OptionInvalid'; Message = '*-Option @{ RoundTo = * }*whole number*' }
        @{ What = 'out of range'; Option = @{ RoundTo = 0 }; Id = 'OptionOutOfRange'; Message = '*at least 1*' }
        @{ What = 'a parameter too'; Option = @{ Sparsity = 0.5 }; Id = 'OptionTwice'; Message = '*twice*' }
        @{ What = 'not read by the method'; Option = @{ Confidence = 0.2 }; Id = 'ParameterNotForMethod'; Message = '*-Option @{ Confidence = * } has no effect*' }
    ) {
        { $model | Invoke-ModelPrune -Sparsity 0.5 -Option $Option } | Should -Throw -ErrorId "$Id,*" -ExpectedMessage $Message
    }

    It 'offers the options that the method reads' {
        $line = '$model | Invoke-ModelPrune -Method AllRelevant -Option R'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'Rounds='
    }

    It 'offers only parameters that fit what was typed' {
        $line = 'Invoke-ModelPrune $model -Keep 3 -'
        $offered = (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText
        $offered | Should -Contain '-Leaves'
        $offered | Should -Not -Contain '-Sparsity'
    }

    It 'explains every option in its help' {
        $help = Get-Help Invoke-ModelPrune -Parameter Option | Out-String -Width 4000
        $parameters = (Get-Command Invoke-ModelPrune).Parameters.Keys
        $line = 'Invoke-ModelPrune -Option '
        $options = (TabExpansion2 $line $line.Length).CompletionMatches.ListItemText | Where-Object { $_ -notin $parameters }
        $options.Count | Should -BeGreaterThan 25
        foreach ($option in $options) { $help | Should -Match "- ${option}:" }
    }

    It 'completes options and their values' {
        $line = '$model | Invoke-ModelPrune -Option Schedule=Lot'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'Schedule=LotteryTicket'
    }

    It 'shows rounds in per cent and with the digits of the other tables' {
        $rounds = ($model | Invoke-ModelPrune -Sparsity 0.5 -Schedule Iterative -Steps 2 -FineTuneEpochs 1).Pruning.Rounds | Out-String
        $rounds | Should -Match '1 25\.\d % +\d\.\d{4} +\d\.\d{4}'
    }
}
