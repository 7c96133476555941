# A network described in words: what would it cost, layer by layer, and does it read handwritten digits better than the preset?
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$digits = Import-Dataset -Path "$PSScriptRoot/data/digits.csv" -Target digit -Seed 1

# The output layer, one neuron a digit, is added from the data set.
$own = $digits | Train-Model -Layers 'linear 96', 'batchnorm', 'relu', 'dropout 0.2', 'linear 48', 'relu' -Epochs 15 -Seed 1
$preset = $digits | Train-Model -Preset Mlp -Epochs 15 -Seed 1

# (Out-Host, because two kinds of objects make two tables.)
$own.Layers | Out-Host
Compare-Model $preset, $own
