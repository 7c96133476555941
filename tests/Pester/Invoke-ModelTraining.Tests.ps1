BeforeAll {
    Import-Module "$PSScriptRoot/../../PSModelPruning.psd1" -Force
    $examples = "$PSScriptRoot/../../examples"
    $iris = Import-Dataset "$examples/data/iris.csv" -Target species -Seed 1
}

Describe 'Train-Model' {
    It 'trains from the pipeline and reaches a good accuracy with defaults' {
        $model = $iris | Train-Model -Seed 1
        $model.Training[-1].ValidationAccuracy | Should -BeGreaterThan 0.85
        $model | Should -BeOfType PSModelPruning.Compute.NetworkModel
    }

    It 'gives the same model for the same seed' {
        $first = Train-Model $iris -Epochs 3 -Seed 4
        $second = Train-Model $iris -Epochs 3 -Seed 4
        $second.Training.TrainingLoss | Should -Be $first.Training.TrainingLoss
    }

    It 'shows a model in one line with its size' {
        $text = Train-Model $iris -Epochs 1 -Layers 'linear 8', 'relu' | Out-String -Width 120
        $text | Should -Match 'Name\s+Kind\s+Task\s+Complexity\s+Sparsity\s+Size'
        $text | Should -Match 'Network\s+Network\s+Classification\s+67\s'
    }

    It 'shows its history as a table of epochs' {
        (Train-Model $iris -Epochs 2).Training | Out-String -Width 120 | Should -Match 'Epoch\s+Loss\s+Accuracy\s+ValidationLoss'
    }

    It 'has a history that can be exported' {
        $rows = (Train-Model $iris -Epochs 2).Training | ConvertTo-Csv | ConvertFrom-Csv
        $rows.Count | Should -Be 2
        [double]$rows[1].TrainingLoss | Should -BeGreaterThan 0
    }

    It 'stops with an error where the learning rate diverges' {
        { Train-Model $iris -Optimizer SGD -LearningRate 1e5 -ErrorAction Stop } | Should -Throw -ErrorId 'TrainingDiverged,*'
    }

    It 'says which layer word is wrong' {
        { Train-Model $iris -Layers 'linear 8', 'rellu' -ErrorAction Stop } | Should -Throw '*rellu*'
    }

    It 'resumes a finished run at once' {
        $run = @{ Epochs = 4; Seed = 2; CheckpointPath = "$TestDrive/run.checkpoint" }
        $whole = Train-Model $iris @run
        $again = Train-Model $iris @run -Resume
        $again.Training.ValidationLoss | Should -Be $whole.Training.ValidationLoss
        (Get-ChildItem $TestDrive -Force).Name | Should -Be 'run.checkpoint'
    }

    It 'completes optimizers' {
        (TabExpansion2 'Train-Model -Optimizer ').CompletionMatches.CompletionText | Should -Be 'SGD', 'Adam', 'AdamW', 'RMSprop'
    }

    It 'has an example that runs' {
        { & "$examples/Train-Classifier.ps1" } | Should -Not -Throw
    }
}
