# Is the network deeper than its task requires? Removes the least important layers one after the other, and compares.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$digits = Import-Dataset -Path "$PSScriptRoot/data/digits.csv" -Target digit -Seed 1
$block = 'linear 48', 'batchnorm', 'relu'
$deep = $digits | Train-Model -Layers ($block * 6) -Epochs 20 -Name deep -Seed 1

# Five of the six layers have as many inputs as neurons, so each of them can be removed.
$shorter = $deep | Invoke-ModelPrune -Granularity Layer -Method LossIncrease -Sparsity 0.4 -Schedule Iterative -Steps 2 -Name 'two less' -Seed 1
$shortest = $deep | Invoke-ModelPrune -Granularity Layer -Method LossIncrease -Sparsity 0.8 -Schedule Iterative -Steps 4 -Name 'four less' -Seed 1

$deep, $shorter, $shortest | Compare-Model
