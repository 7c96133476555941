# A recurrent network reads handwritten digits row by row. How many of its hidden units does it need?
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$digits = Import-Dataset -Path "$PSScriptRoot/data/digits.csv" -Target digit -Scale MinMax -Seed 1

# A sequence of eight steps with eight pixels each. The last state of the second layer predicts the digit.
$model = $digits | Train-Model -Layers 'sequence 8x8', 'lstm 32 sequence', 'gru 32' -LearningRate 0.01 -Epochs 15 -Name recurrent -Seed 1

# A hidden unit is removed with its rows in all gates, its recurrent column and the weights that read it.
$half = $model | Invoke-ModelPrune -Granularity Neuron -Method Taylor -Sparsity 0.5 -Option @{ LearningRate = 0.01 } -Name 'half the units' -Seed 1
$sparse = $model | Invoke-ModelPrune -Sparsity 0.8 -Option @{ LearningRate = 0.01 } -Name '80 % zeros' -Seed 1

$model, $half, $sparse | Compare-Model
