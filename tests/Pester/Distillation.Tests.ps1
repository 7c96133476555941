BeforeAll {
    Import-Module "$PSScriptRoot/../../PSModelPruning.psd1" -Force
    $data = Import-Dataset "$PSScriptRoot/../../examples/data/iris.csv" -Target species -Seed 1
    $forest = $data | Train-Model -Kind Forest -TreeCount 10 -Seed 1 -Name oaks
    $large = $data | Train-Model -Layers 'linear 24', 'relu', 'linear 12', 'relu' -Epochs 20 -Seed 1 -Name large
}

Describe 'Train-Model -Teacher' {
    It 'learns from a forest and says so' {
        $student = $data | Train-Model -Layers 'linear 16', 'relu' -Teacher $forest -Temperature 2 -Seed 1
        $student.History[0].Description | Should -BeLike "*taught by 'oaks' (Forest), weight 0.5, temperature 2*"
        (Compare-Model $student).Accuracy | Should -BeGreaterThan 0.75
    }

    It 'learns from every family' {
        $teachers = ($data | Train-Model -Kind Tree), ($data | Train-Model -Kind Neighbors), ($data | Train-Model -Kind Boosted -TreeCount 5), ($forest, $large | Join-Model)
        foreach ($teacher in $teachers) {
            ($data | Train-Model -Layers 'linear 4', 'relu' -Teacher $teacher -Epochs 2).History[0].Description | Should -BeLike "*taught by*($($teacher.Kind))*"
        }
    }

    It 'matches layers of different width' {
        $student = $data | Train-Model -Layers 'linear 6', 'relu' -Teacher $large -MatchLayer 'relu2=relu1' -Epochs 10 -Seed 1
        $student.Parameters | Should -Be 51
    }

    It 'gives the same model for the same seed' {
        $first = $data | Train-Model -Teacher $forest -Epochs 3 -Seed 4
        $second = $data | Train-Model -Teacher $forest -Epochs 3 -Seed 4
        $second.Training.TrainingLoss | Should -Be $first.Training.TrainingLoss
    }

    It 'resumes with the same teacher only' {
        $path = Join-Path $TestDrive 'taught.checkpoint'
        $null = $data | Train-Model -Teacher $forest -Epochs 3 -CheckpointPath $path
        $null = $data | Train-Model -Teacher $forest -Epochs 3 -CheckpointPath $path -Resume
        { $data | Train-Model -Teacher $large -Epochs 3 -CheckpointPath $path -Resume -ErrorAction Stop } | Should -Throw -ErrorId 'CheckpointMismatch*'
    }

    It 'completes the layers to match' {
        $line = 'Train-Model -Teacher $large -MatchLayer '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain "'relu2='"
        $line = 'Train-Model -Like $large -Teacher $large -MatchLayer ''relu2='
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain "'relu2=relu1'"
    }

    It 'says what a temperature is for' {
        { $data | Train-Model -Temperature 3 -ErrorAction Stop } | Should -Throw -ErrorId 'TeacherMissing*'
    }
}

Describe 'Train-Model -Like' {
    It 'trains the pruned architecture on the data of the pruned model' {
        $pruned = $large | Invoke-ModelPrune -Granularity Neuron -Sparsity 0.5 -FineTuneEpochs 2
        $anew = Train-Model -Like $pruned -Seed 2
        $anew.Layers.Output | Should -Be $pruned.Layers.Output
        $anew.Name | Should -Be 'large, half the neurons (trained anew)'
        (Compare-Model $anew).Accuracy | Should -BeGreaterThan 0.6
    }

    It 'keeps pruned weights at zero' {
        $sparse = $large | Invoke-ModelPrune -Sparsity 0.8 -FineTuneEpochs 3
        (Train-Model -Like $sparse -Epochs 3).Sparsity | Should -Be $sparse.Sparsity
    }

    It 'is for networks' {
        { Train-Model -Like $forest -ErrorAction Stop } | Should -Throw -ErrorId 'LikeNotNetwork*'
        { Train-Model -Like $large -Preset Mlp -ErrorAction Stop } | Should -Throw -ErrorId 'ParametersNotTogether*'
    }
}

Describe 'Invoke-ModelPrune -DistillationWeight' {
    It 'fine-tunes with the unpruned model as the teacher' {
        $pruned = $large | Invoke-ModelPrune -Granularity Neuron -Sparsity 0.5 -FineTuneEpochs 3 -DistillationWeight 0.5
        $pruned.History[-1].Description | Should -BeLike "*taught by 'large' (Network), weight 0.5, temperature 4*"
    }

    It 'needs fine-tuning' {
        { $large | Invoke-ModelPrune -Sparsity 0.5 -FineTuneEpochs 0 -Option @{ Teacher = $forest } -ErrorAction Stop } | Should -Throw -ErrorId 'TeacherNeedsFineTuning*'
    }
}
