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
        $text | Should -Match 'Name\s+Kind\s+Complexity\s+Validation\s+Size'
        $text | Should -Match 'Network\s+Network\s+67 weights\s+-\s'
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

    It 'grows a forest that tells its out-of-bag score' {
        $forest = $iris | Train-Model -Kind Forest -TreeCount 50 -Seed 1
        $forest | Should -BeOfType PSModelPruning.Compute.ForestModel
        $forest.TreeCount | Should -Be 50
        $forest.OutOfBagScore | Should -BeGreaterThan 0.9
        $forest | Format-List | Out-String -Width 200 | Should -Match 'OutOfBagScore\s+: 0[.,]9'
        $forest | Out-String -Width 120 | Should -Match 'Forest\s+Forest\s+50 trees\s'
    }

    It 'grows extremely randomized trees without bootstrap' {
        $forest = $iris | Train-Model -Kind Forest -RandomThresholds -NoBootstrap -TreeCount 20 -Seed 1
        [double]::IsNaN($forest.OutOfBagScore) | Should -BeTrue
    }

    It 'grows boosted trees that stop where validation no longer gains' {
        $boosted = $iris | Train-Model -Kind Boosted -Patience 5 -Seed 1
        $boosted.Training.Count | Should -BeLessThan 200
        $boosted.Rounds | Should -Be ($boosted.Training | Sort-Object ValidationLoss | Select-Object -First 1).Epoch
        $boosted.Overfitting.Level | Should -Not -BeNullOrEmpty
    }

    It 'gives the same forest after it was saved and read' {
        $forest = $iris | Train-Model -Kind Forest -TreeCount 10 -Seed 1
        $forest | Export-Model -Path "$TestDrive/forest.psmodel"
        $read = Import-Model "$TestDrive/forest.psmodel"
        ($iris | Get-ModelPrediction -Model $read).Confidence | Should -Be ($iris | Get-ModelPrediction -Model $forest).Confidence
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a rule for inputs that is not known'; Arguments = @{ Kind = 'Forest'; MaxFeatures = 'abc' }; Id = 'MaxFeaturesInvalid,*' }
        @{ Name = 'more inputs than there are'; Arguments = @{ Kind = 'Forest'; MaxFeatures = '5' }; Id = 'MaxFeaturesInvalid,*' }
        @{ Name = 'a fraction of 0'; Arguments = @{ Kind = 'Forest'; SampleFraction = 0 }; Id = 'ParameterArgumentValidationError,*' }
        @{ Name = 'a single bin'; Arguments = @{ Kind = 'Forest'; MaxBins = 1 }; Id = 'TrainingOptionOutOfRange,*' }
        @{ Name = 'a learning rate above 1'; Arguments = @{ Kind = 'Boosted'; LearningRate = 2 }; Id = 'TrainingOptionOutOfRange,*' }
        @{ Name = 'a learning rate for a forest'; Arguments = @{ Kind = 'Forest'; LearningRate = 0.1 }; Id = 'ParametersNotTogether,*' }
        @{ Name = 'a loss that boosting has not'; Arguments = @{ Kind = 'Boosted'; Loss = 'Huber' }; Id = 'LossDoesNotFit,*' }
    ) {
        { Train-Model $iris @Arguments -ErrorAction Stop } | Should -Throw -ErrorId $Id
    }

    It 'completes rules for inputs' {
        (TabExpansion2 'Train-Model -Kind Forest -MaxFeatures ').CompletionMatches.CompletionText | Should -Be 'All', 'Sqrt', 'Log2', 'Third'
    }

    It 'has an example of forests that runs' {
        { & "$examples/Train-Forest.ps1" } | Should -Not -Throw
    }
}
