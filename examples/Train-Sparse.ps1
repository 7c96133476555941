<#
.SYNOPSIS
    Makes a network sparse during training: by dynamic surgery of weights, and by a penalty that shrinks whole neurons to zero.
.DESCRIPTION
    Trains a network on 1,797 scanned digits. One copy loses 90 % of its weights by dynamic network surgery, in which weights that were
    cut by mistake grow back. Another one loses half of its neurons by a group-lasso penalty. Compares the three on rows that none of them
    has seen.
.EXAMPLE
    pwsh examples/Train-Sparse.ps1
#>
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$digits = Import-Dataset -Path "$PSScriptRoot/data/digits.csv" -Target digit -Seed 1
$model = $digits | Train-Model -Layers 'linear 64', 'relu', 'linear 32', 'relu' -Epochs 20 -Seed 1 -Name dense

$sparse = $model | Invoke-ModelPrune -Schedule DynamicSurgery -Sparsity 0.9 -FineTuneEpochs 15 -Seed 1 -Name surgery
$small = $model | Invoke-ModelPrune -Schedule Proximal -Granularity Neuron -Sparsity 0.5 -FineTuneEpochs 15 -Seed 1 -Name shrunk

$model, $sparse, $small | Compare-Model
